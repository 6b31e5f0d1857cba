// loopcheck diff: two stored runs, result by result.
#include <map>

#include "command.hpp"
#include "exit_status.hpp"
#include "loopcheck/reports/diff.hpp"
#include "report_files.hpp"

namespace loopcheck::cli {
namespace {

struct DiffArguments {
  std::filesystem::path before;
  std::filesystem::path after;
  std::string format = "text";
  std::filesystem::path output;
};

int diff(const DiffArguments& arguments) {
  static const std::map<std::string, std::string (*)(const reports::Comparison&)> formats{
      {"text", reports::render_comparison_text},
      {"json", reports::render_comparison_json},
      {"markdown", reports::render_comparison_markdown},
      {"html", reports::render_comparison_html}};
  const auto comparison = reports::compare(stored_run(arguments.before), stored_run(arguments.after));
  write_or_print(arguments.output, formats.at(arguments.format)(comparison));
  return comparison.count(reports::Change::regressed) > 0 ? exit_difference : exit_success;
}

}  // namespace

void add_diff_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("diff", "What became better or worse between two stored runs");
  const auto arguments = std::make_shared<DiffArguments>();
  command->footer(R"(Examples:
  loopcheck diff yesterday/run.json loopcheck-report
  loopcheck diff main-report branch-report --format markdown >> "$GITHUB_STEP_SUMMARY"
  loopcheck diff old new --format html --output diff.html

Results are matched by subject, environment, case, rule and level. Evidence from Wine or a simulation is never
compared with native evidence. A failure that is skipped now is gone, and not fixed.

Exit status:
  0    nothing regressed
  1    something regressed
  2    wrong usage, or one of the files is no record of a run
  3    the output could not be written)");
  add_path_option(*command, "before", arguments->before, "The first run: run.json, run.jsonl or its folder")
      ->required()
      ->type_name("OLD");
  add_path_option(*command, "after", arguments->after, "The second run")->required()->type_name("NEW");
  command->add_option("--format", arguments->format, "text, json, markdown or html")
      ->check(CLI::IsMember({"text", "json", "markdown", "html"}))
      ->option_text("FORMAT");
  add_path_option(*command, "--output", arguments->output, "Write to this file instead of standard output")
      ->type_name("FILE");
  command->callback([&program, arguments] { program.chosen = [arguments] { return diff(*arguments); }; });
}

}  // namespace loopcheck::cli
