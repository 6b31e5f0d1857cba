#include <algorithm>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "data_files.hpp"
#include "json_positions.hpp"
#include "loopcheck/catalogue/catalogue.hpp"
#include "schema_validator.hpp"

namespace loopcheck::catalogue {
namespace {

// Validates files against one schema. Files whose faults are known already are left alone: those are told
// better.
void validate(const std::filesystem::path& schema, const std::vector<std::filesystem::path>& files,
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

void check_rules_have_cases(const Catalogue& catalogue, std::vector<Diagnostic>& diagnostics) {
  std::set<std::string> proven;
  for (const CaseHandle handle : catalogue.cases()) {
    for (std::string& rule : catalogue.rules_of(handle)) proven.insert(std::move(rule));
  }
  for (const Rule& rule : catalogue.rules()) {
    if (proven.count(rule.id) != 0 || !rule.implied_by.empty()) continue;
    diagnostics.push_back({rule.file, rule.line, "", "rule-without-case",
                           fmt::format("no case proves the rule \"{}\"", rule.id), "",
                           rule.tier == 1 ? Severity::error : Severity::warning});
  }
}

}  // namespace

LoadResult lint(const std::filesystem::path& folder) {
  LoadResult result = load(folder);
  std::set<std::string> faulty;
  for (const Diagnostic& diagnostic : result.diagnostics) {
    if (diagnostic.severity == Severity::error) faulty.insert(diagnostic.file);
  }
  std::vector<Diagnostic> told_already;
  if (const std::optional<DataFiles> files = find_data_files(folder, told_already)) {
    validate(files->schema / "fixtures.schema.json", {files->fixtures}, faulty, result.diagnostics);
    validate(files->schema / "rules.schema.json", files->rules, faulty, result.diagnostics);
    validate(files->schema / "cases.schema.json", files->cases, faulty, result.diagnostics);
  }
  // Without all cases nobody can say which rules have none.
  if (result.catalogue) check_rules_have_cases(*result.catalogue, result.diagnostics);
  sort_and_merge(result.diagnostics);
  if (has_errors(result.diagnostics)) result.catalogue.reset();
  return result;
}

}  // namespace loopcheck::catalogue
