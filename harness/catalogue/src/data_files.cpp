#include "data_files.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

namespace loopcheck::catalogue {

namespace fs = std::filesystem;

std::optional<DataFiles> find_data_files(const fs::path& folder, std::vector<Diagnostic>& diagnostics) {
  DataFiles files;
  files.schema = folder / "schema";
  files.fixtures = folder / "fixtures.json";
  std::error_code error;
  for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    const fs::path relative = entry->path().lexically_relative(folder);
    if (relative == "schema") {
      entry.disable_recursion_pending();
      continue;
    }
    if (!entry->is_regular_file(error) || entry->path().extension() != ".json") continue;
    if (relative == "fixtures.json" || entry->path() == features_file(folder)) continue;
    if (!relative.has_parent_path()) {
      diagnostics.push_back({entry->path().string(), 0, "", "misplaced-file",
                             "a file of cases belongs into a folder named as its page", "", Severity::error});
    } else if (*relative.begin() == "rules") {
      files.rules.push_back(entry->path());
    } else {
      files.cases.push_back(entry->path());
    }
  }
  if (error) {
    diagnostics.push_back({folder.string(), 0, "", "unreadable",
                           fmt::format("cannot be read: {}", error.message()), "", Severity::error});
    return std::nullopt;
  }
  std::sort(files.rules.begin(), files.rules.end());
  std::sort(files.cases.begin(), files.cases.end());
  return files;
}

fs::path features_file(const fs::path& folder) {
  return folder / "features.json";
}

bool read_text(const fs::path& file, std::string& text, std::vector<Diagnostic>& diagnostics) {
  std::ifstream stream(file, std::ios::binary);
  std::error_code error;
  const auto size = fs::file_size(file, error);
  if (stream && !error) {
    text.resize(size);
    if (stream.read(text.data(), static_cast<std::streamsize>(size))) return true;
  }
  diagnostics.push_back({file.string(), 0, "", "unreadable", "cannot be read", "", Severity::error});
  return false;
}

}  // namespace loopcheck::catalogue
