// loopcheck lint: is all the data sound?
#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "exit_status.hpp"

namespace loopcheck::cli {
namespace {

int lint(const Program& program, const std::string& format) {
  if (program.cases.empty())
    throw Failure(exit_usage, "the folder of cases was not found; name it with --cases");
  const auto loaded = catalogue::lint(program.cases);
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
      fmt::print("{} rules, {} cases: {} errors, {} warnings\n", loaded.catalogue->rules().size(),
                 loaded.catalogue->case_count(), errors, warnings);
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
  add_path_option(*command, "cases", program.cases, "Folder of rules and cases")->type_name("FOLDER");
  add_cases_option(*command, program);
  add_format_option(*command, *format);
  command->callback(
      [&program, format] { program.chosen = [&program, format] { return lint(program, *format); }; });
}

}  // namespace loopcheck::cli
