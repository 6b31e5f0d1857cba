#include "validate_files.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "data_files.hpp"
#include "json_positions.hpp"
#include "schema_validator.hpp"

namespace loopcheck::catalogue {

void validate_files(const std::filesystem::path& schema, const std::vector<std::filesystem::path>& files,
                    const std::set<std::string>& known_faulty, std::vector<Diagnostic>& diagnostics) {
  try {
    const SchemaValidator validator(schema);
    for (const std::filesystem::path& file : files) {
      std::string text;
      PositionedJson document;
      std::vector<Diagnostic> told_already;
      if (known_faulty.count(file.string()) != 0 || !read_text(file, text, told_already) ||
          !parse_positioned(text, file.string(), document, told_already)) {
        continue;
      }
      for (const SchemaFault& fault : validator.faults_of(document.value)) {
        diagnostics.push_back({file.string(), document.positions.at(fault.pointer).line, fault.pointer,
                               "schema", fault.message, fmt::format("by {}", schema.filename().string()),
                               Severity::error});
      }
    }
  } catch (const std::runtime_error& error) {
    diagnostics.push_back({schema.string(), 0, "", "bad-schema", error.what(), "", Severity::error});
  }
}

}  // namespace loopcheck::catalogue
