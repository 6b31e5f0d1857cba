#include "loopcheck/catalogue/lint_manifests.hpp"

#include <algorithm>
#include <set>
#include <string>

#include "data_files.hpp"
#include "json_positions.hpp"
#include "validate_files.hpp"

namespace loopcheck::catalogue {

std::size_t lint_manifests(const std::filesystem::path& folder, const std::filesystem::path& schemas,
                           std::vector<Diagnostic>& diagnostics) {
  std::vector<std::filesystem::path> files;
  std::error_code failure;
  for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::set<std::string> unreadable;
  for (const auto& file : files) {
    std::string text;
    PositionedJson document;
    if (!read_text(file, text, diagnostics) || !parse_positioned(text, file.string(), document, diagnostics))
      unreadable.insert(file.string());
  }
  validate_files(schemas / "manifest.schema.json", files, unreadable, diagnostics);
  return files.size();
}

}  // namespace loopcheck::catalogue
