// loopcheck report: render a stored run again.
#include <map>

#include "command.hpp"
#include "exit_status.hpp"
#include "loopcheck/reports/formats.hpp"
#include "loopcheck/reports/html.hpp"
#include "loopcheck/reports/text.hpp"
#include "report_files.hpp"

namespace loopcheck::cli {
namespace {

struct ReportArguments {
  std::filesystem::path run;
  std::string format = "text";
  std::filesystem::path output;
};

// The formats that need nothing but the run.
const std::map<std::string, std::string (*)(const record::Run&)>& formats() {
  static const std::map<std::string, std::string (*)(const record::Run&)> known{
      {"badge", reports::render_badge}, {"github", reports::render_github},
      {"html", reports::render_html},   {"json", reports::render_json},
      {"junit", reports::render_junit}, {"markdown", reports::render_markdown},
      {"sarif", reports::render_sarif}, {"tap", reports::render_tap}};
  return known;
}

std::string rendered(const Program& program, const record::Run& run, const std::string& format) {
  const auto found = formats().find(format);
  if (found != formats().end()) return found->second(run);
  return reports::render_text(run, {.colour = use_colour(program.colour)});
}

int report(const Program& program, const ReportArguments& arguments) {
  write_or_print(arguments.output, rendered(program, stored_run(arguments.run), arguments.format));
  return exit_success;
}

}  // namespace

void add_report_command(CLI::App& app, Program& program) {
  auto* command =
      app.add_subcommand("report", "Render a stored run again, also one that was killed half-way");
  const auto arguments = std::make_shared<ReportArguments>();
  command->footer(R"(Examples:
  loopcheck report loopcheck-report
  loopcheck report loopcheck-report --format junit --output junit.xml
  loopcheck report loopcheck-report --format markdown >> "$GITHUB_STEP_SUMMARY"
  loopcheck report loopcheck-report --format github        annotations in a workflow's log
  loopcheck report loopcheck-report --format badge --output badge.json
  loopcheck report killed/run.jsonl --format html --output index.html

The same run gives the same bytes: no format has the time of its making.)");
  add_path_option(*command, "run", arguments->run, "run.json, run.jsonl or the folder of a run")
      ->required()
      ->type_name("RUN");
  command
      ->add_option("--format", arguments->format,
                   "text, json, html, markdown, junit, github, tap, badge or sarif")
      ->check(CLI::IsMember({"text", "json", "html", "markdown", "junit", "github", "tap", "badge", "sarif"}))
      ->option_text("FORMAT");
  add_path_option(*command, "--output", arguments->output, "Write to this file instead of standard output")
      ->type_name("FILE");
  add_colour_option(*command, program);
  command->callback([&program, arguments] {
    program.chosen = [&program, arguments] { return report(program, *arguments); };
  });
}

}  // namespace loopcheck::cli
