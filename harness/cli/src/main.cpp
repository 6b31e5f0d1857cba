// loopcheck: conformance harness and compatibility checker for asyncio event loops.
#include <algorithm>
#include <exception>

#include <fmt/format.h>

#include "command.hpp"
#include "exit_status.hpp"
#include "standard_streams.hpp"
#include "version.hpp"

namespace {

constexpr const char* description =
    R"(loopcheck checks event loops against what Python's documentation of asyncio promises.

Examples:
  loopcheck run                                  check every loop that is known and present here
  loopcheck run --subject cpython --tier 1       one subject, the rules of the page "Platform Support"
  loopcheck run --subject-command "python3 my_adapter.py"
  loopcheck list rules
  loopcheck explain windows-selector-512
  loopcheck smoke cpython                        does an adapter speak the protocol?)";

constexpr const char* footer = R"(Exit status of run:
  0    every documented rule that applies holds
  1    a rule does not hold
  2    wrong usage, or invalid cases
  3    a subject could not be started or broke the protocol, or loopcheck itself failed
  4    nothing was selected, or nothing could be verified
  130  interrupted; what was done by then is in the report)";

int dispatch(std::vector<std::string> arguments) {
  using namespace loopcheck::cli;
  Program program;
  program.locations = find_locations();
  program.cases = program.locations.cases;
  program.argv = arguments;

  CLI::App app(description, "loopcheck");
  app.footer(footer);
  app.set_version_flag("--version", std::string("loopcheck ") + version);
  app.require_subcommand(1);
  add_run_command(app, program);
  add_report_command(app, program);
  add_diff_command(app, program);
  add_list_command(app, program);
  add_explain_command(app, program);
  add_lint_command(app, program);
  add_smoke_command(app, program);
  try {
    // CLI11 takes them from the end of the list.
    std::reverse(arguments.begin(), arguments.end());
    if (!arguments.empty()) arguments.pop_back();  // the program's name
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? exit_success : exit_usage;
  }
  try {
    return program.chosen();
  } catch (const Failure& failure) {
    fmt::print(stderr, "loopcheck: {}\n", failure.what());
    return failure.status();
  }
}

}  // namespace

int main(int argc, char** argv) {
  const loopcheck::cli::StandardStreams streams;
  try {
    return dispatch(loopcheck::cli::utf8_arguments(argc, argv));
  } catch (const std::exception& error) {
    fmt::print(stderr, "loopcheck: {}\n", error.what());
    return loopcheck::cli::exit_trouble;
  }
}
