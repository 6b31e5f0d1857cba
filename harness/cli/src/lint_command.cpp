// loopcheck lint: is all the data sound?
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "exit_status.hpp"
#include "loopcheck/catalogue/known_failures.hpp"
#include "loopcheck/catalogue/lint_manifests.hpp"
#include "subject_choice.hpp"

namespace loopcheck::cli {
namespace {

// The lists of known failures of all subjects, each once.
std::vector<std::filesystem::path> lists_of_subjects(const Program& program) {
  std::set<std::filesystem::path> files;
  for (const auto& manifest : known_subjects(program, {}))
    files.insert(manifest.expectations.begin(), manifest.expectations.end());
  return {files.begin(), files.end()};
}

int lint(const Program& program, const std::string& format,
         const std::vector<std::filesystem::path>& expectations) {
  if (program.cases.empty())
    throw Failure(exit_usage, "the folder of cases was not found; name it with --cases");
  auto loaded = catalogue::lint(program.cases);
  std::size_t lists = 0;
  // The lists of the subjects are about the cases that came with the program, and no others.
  std::vector<std::filesystem::path> files = expectations;
  if (files.empty() && program.cases == program.locations.cases) {
    catalogue::lint_manifests(program.locations.subjects / "manifests", program.cases / "schema",
                              loaded.diagnostics);
    if (!catalogue::has_errors(loaded.diagnostics)) files = lists_of_subjects(program);
  }
  for (const auto& file : files) {
    if (!loaded.catalogue) break;  // without it nobody can say what an entry names
    ++lists;
    catalogue::lint_known_failures(file, program.cases / "schema", *loaded.catalogue, loaded.diagnostics);
  }
  if (format == "json") {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& diagnostic : loaded.diagnostics) {
      list.push_back({{"file", diagnostic.file},
                      {"line", diagnostic.line},
                      {"pointer", diagnostic.pointer},
                      {"code", diagnostic.code},
                      {"severity", diagnostic.severity == catalogue::Severity::error ? "error" : "warning"},
                      {"message", diagnostic.message},
                      {"hint", diagnostic.hint}});
    }
    fmt::print("{}\n", list.dump(2));
  } else {
    for (const auto& diagnostic : loaded.diagnostics) fmt::print("{}\n", catalogue::to_string(diagnostic));
    const auto errors = std::count_if(
        loaded.diagnostics.begin(), loaded.diagnostics.end(),
        [](const auto& diagnostic) { return diagnostic.severity == catalogue::Severity::error; });
    const auto warnings = static_cast<long>(loaded.diagnostics.size()) - errors;
    if (loaded.catalogue) {
      fmt::print("{} rules, {} cases, {} lists of known failures: {} errors, {} warnings\n",
                 loaded.catalogue->rules().size(), loaded.catalogue->case_count(), lists, errors, warnings);
    } else {
      fmt::print("{} errors, {} warnings\n", errors, warnings);
    }
  }
  return catalogue::has_errors(loaded.diagnostics) ? exit_usage : exit_success;
}

}  // namespace

void add_lint_command(CLI::App& app, Program& program) {
  auto* command =
      app.add_subcommand("lint", "Check rules, cases and fixtures; exit status 2 if there is an error");
  const auto format = std::make_shared<std::string>("text");
  const auto expectations = std::make_shared<std::vector<std::filesystem::path>>();
  command->footer(R"(Examples:
  loopcheck lint
  loopcheck lint my-cases --format json
  loopcheck lint --expectations known-failures.json)");
  auto* folder = add_path_option(*command, "cases", program.cases, "Folder of rules and cases");
  add_cases_option(*command, program);
  folder->type_name("FOLDER")->excludes("--cases");
  add_paths_option(*command, "--expectations", *expectations,
                   "A list of known failures instead of those of the subjects (repeatable)")
      ->type_name("FILE");
  add_format_option(*command, *format);
  command->callback([&program, format, expectations] {
    program.chosen = [&program, format, expectations] { return lint(program, *format, *expectations); };
  });
}

}  // namespace loopcheck::cli
