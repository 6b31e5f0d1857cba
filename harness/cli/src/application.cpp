#include "application.hpp"

#include <algorithm>

#include "sensitivity_command.hpp"
#include "settings.hpp"
#include "version.hpp"

namespace loopcheck::cli {
namespace {

constexpr const char* description =
    R"(loopcheck checks event loops against what Python's documentation of asyncio promises.

Examples:
  loopcheck run                                  check every loop that is known and present here
  loopcheck run --subject cpython --tier 1       one subject, the rules of the page "Platform Support"
  loopcheck run --subject-command "python3 my_adapter.py"
  loopcheck list rules
  loopcheck explain windows-selector-512
  loopcheck smoke cpython                        does an adapter speak the protocol?
  loopcheck support add_reader                   what works where?)";

constexpr const char* footer = R"(Exit status of run:
  0    every documented rule that applies holds, or breaks only by known failures
  1    a rule does not hold, or a known failure passes or fails in another way
  2    wrong usage, or invalid cases or lists of known failures
  3    a subject could not be started or broke the protocol, or loopcheck itself failed
  4    nothing was selected, or nothing could be verified
  130  interrupted; what was done by then is in the report)";

}  // namespace

std::unique_ptr<CLI::App> make_application(Program& program) {
  auto app = std::make_unique<CLI::App>(description, "loopcheck");
  app->footer(footer);
  app->set_version_flag("--version", std::string("loopcheck ") + version);
  app->require_subcommand(1);
  app->fallthrough();  // what stands here may also be given after the command
  auto* config = add_path_option(*app, "--config", program.settings_file,
                                 "Defaults of this file instead of loopcheck.toml here or above")
                     ->type_name("FILE")
                     ->configurable(false);
  app->add_flag("--no-config", program.no_settings_file, "Defaults of no file")
      ->configurable(false)
      ->excludes(config);
  add_run_command(*app, program);
  add_report_command(*app, program);
  add_diff_command(*app, program);
  add_merge_command(*app, program);
  add_list_command(*app, program);
  add_explain_command(*app, program);
  add_lint_command(*app, program);
  add_new_case_command(*app, program);
  add_smoke_command(*app, program);
  add_sensitivity_command(*app, program);
  add_config_command(*app, program);
  add_completion_command(*app, program);
  add_support_command(*app, program);
  return app;
}

Program start_program(std::vector<std::string> argv) {
  Program program;
  program.locations = find_locations();
  program.cases = program.locations.cases;
  program.argv = std::move(argv);
  return program;
}

void take_settings(CLI::App& app, Program& program) {
  std::optional<std::filesystem::path> path;
  if (!program.settings_file.empty()) {
    path = program.settings_file;
  } else if (!program.no_settings_file) {
    path = find_settings_file(std::filesystem::current_path());
  }
  if (path) {
    auto asked = start_program({});
    program.settings = read_settings_file(*path, *make_application(asked));
  }
  auto* command = &app;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
  apply_settings(*command, program.settings ? &*program.settings : nullptr, variable_of_this_process);
}

void parse(CLI::App& app, std::vector<std::string> argv) {
  // CLI11 takes them from the end of the list.
  std::reverse(argv.begin(), argv.end());
  if (!argv.empty()) argv.pop_back();  // the program's name
  app.parse(std::move(argv));
}

}  // namespace loopcheck::cli
