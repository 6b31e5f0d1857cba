#include <set>

#include <fmt/format.h>

#include "data_files.hpp"
#include "loopcheck/catalogue/catalogue.hpp"
#include "loopcheck/catalogue/feature.hpp"
#include "validate_files.hpp"

namespace loopcheck::catalogue {
namespace {

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

// A suite need not have features; those that there are must be sound.
void check_features(const std::filesystem::path& folder, const Catalogue& catalogue,
                    std::vector<Diagnostic>& diagnostics) {
  const std::filesystem::path file = features_file(folder);
  std::error_code ignored;
  if (!std::filesystem::exists(file, ignored)) return;
  const FeaturesResult features = load_features(folder, catalogue);
  diagnostics.insert(diagnostics.end(), features.diagnostics.begin(), features.diagnostics.end());
  std::set<std::string> faulty;
  if (!features.features) faulty.insert(file.string());
  validate_files(folder / "schema" / "features.schema.json", {file}, faulty, diagnostics);
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
    validate_files(files->schema / "fixtures.schema.json", {files->fixtures}, faulty, result.diagnostics);
    validate_files(files->schema / "rules.schema.json", files->rules, faulty, result.diagnostics);
    validate_files(files->schema / "cases.schema.json", files->cases, faulty, result.diagnostics);
  }
  // Without all cases nobody can say which rules have none, nor without all rules which features have one.
  if (result.catalogue) {
    check_rules_have_cases(*result.catalogue, result.diagnostics);
    check_features(folder, *result.catalogue, result.diagnostics);
  }
  sort_and_merge(result.diagnostics);
  if (has_errors(result.diagnostics)) result.catalogue.reset();
  return result;
}

}  // namespace loopcheck::catalogue
