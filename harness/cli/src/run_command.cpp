// loopcheck run: check subjects and leave a report.
#include <chrono>
#include <optional>

#include <fmt/format.h>

#include "attempt_options.hpp"
#include "command.hpp"
#include "exit_status.hpp"
#include "expectations.hpp"
#include "host.hpp"
#include "last_failed.hpp"
#include "limit_options.hpp"
#include "loopcheck/record/reader.hpp"
#include "loopcheck/record/summary.hpp"
#include "loopcheck/record/writer.hpp"
#include "loopcheck/reports/html.hpp"
#include "loopcheck/reports/text.hpp"
#include "loopcheck/runner/runner.hpp"
#include "progress.hpp"
#include "report_files.hpp"
#include "shard_option.hpp"
#include "subject_choice.hpp"
#include "version.hpp"

namespace loopcheck::cli {
namespace {

struct RunArguments {
  SelectionOptions selection;
  SubjectOptions subjects;
  std::vector<std::string> environments;
  std::string shard;
  ExpectationOptions expectations;
  AttemptOptions attempts;
  std::filesystem::path output = "loopcheck-report";
  LimitOptions limits;
  std::string format = "text";
  bool quiet = false;
  bool last_failed = false;
};

// Writes the record and tells the user, as results come.
class Recorder : public runner::Observer {
 public:
  Recorder(const Program& program, const RunArguments& arguments, record::HarnessInfo harness,
           Expectations& expectations)
      : arguments_(arguments),
        harness_(std::move(harness)),
        expectations_(expectations),
        style_(use_colour(program.colour) && text()) {}

  void planned(const runner::Plan& plan,
               const std::vector<std::pair<std::string, std::string>>& unmet) override {
    run_.header = plan.header;
    run_.header.harness = harness_;
    expectations_.begin(run_.header);
    writer_.emplace(arguments_.output, run_.header);
    progress_.emplace(style_, error_is_terminal() && text() && !arguments_.quiet, run_.header.suite);
    if (!text()) return;
    for (const auto& subject : run_.header.subjects) {
      if (!subject.error.empty()) continue;
      std::string line = fmt::format("checking {} {}:", subject.name, subject.version);
      for (const auto& entry : subject.environments) line += " " + entry.environment.id;
      if (!arguments_.quiet) progress_->say(line);
    }
    for (const auto& [need, reason] : unmet)
      progress_->warn(fmt::format("cases that need {} are skipped: {}", need, reason));
  }

  void result(record::Result result) override {
    expectations_.mark(result);
    writer_->add(result);
    const bool counts = record::counts_against(result.verdict, result.level) && !result.known_failure;
    const bool broken = result.verdict == record::Verdict::protocol_violation ||
                        result.verdict == record::Verdict::harness_error;
    const bool known_pass = result.known_failure && result.verdict == record::Verdict::pass;
    if (text() && !arguments_.quiet && (counts || broken || known_pass)) progress_->failure(result);
    run_.results.push_back(std::move(result));
  }

  void amended(std::size_t number, record::Result result) override {
    expectations_.mark(result);
    writer_->amend(number, result);
    if (text() && !arguments_.quiet && result.flaky && !result.known_failure) progress_->failure(result);
    run_.results.at(number) = std::move(result);
  }

  bool is_news(const record::Result& result) override { return !expectations_.is_listed(result); }

  void scenario_done(std::size_t done, std::size_t all) override { progress_->update(done, all); }

  void given_up(const std::string& subject, const std::string& reason) override {
    if (progress_) progress_->finish();
    given_up_.push_back(subject);
    fmt::print(stderr, "loopcheck: the subject {} is given up: {}\n", harmless(subject), harmless(reason));
  }

  // Ends the record. False if there never was one: the run was stopped before its plan was made.
  bool finish(const runner::Outcome& outcome) {
    if (!writer_) return false;
    progress_->finish();
    record::RunEnd end;
    end.finished = record::utc_timestamp(std::chrono::system_clock::now());
    end.subjects = run_.header.subjects;
    for (std::size_t i = 0; i < end.subjects.size() && i < outcome.subjects.size(); ++i) {
      end.subjects[i].stderr_excerpt = outcome.subjects[i].standard_error;
      end.subjects[i].error = outcome.subjects[i].problem;
    }
    record::SummaryBuilder summary(run_.header);
    for (const auto& result : run_.results) summary.add(result);
    for (const auto& subject : given_up_) summary.subject_failed(subject);
    end.summary = summary.summary();
    end.complete = !outcome.interrupted && !outcome.out_of_budget;
    writer_->finish(end);
    run_.header.harness.finished = end.finished;
    run_.header.subjects = std::move(end.subjects);
    run_.summary = std::move(end.summary);
    run_.complete = end.complete;
    return true;
  }

  const record::RunWriter& writer() const { return *writer_; }
  const record::Run& finished() const { return run_; }

 private:
  bool text() const { return arguments_.format == "text"; }

  const RunArguments& arguments_;
  record::HarnessInfo harness_;
  Expectations& expectations_;
  Style style_;
  record::Run run_;                    // what the page is made of; the same as is on disk
  std::vector<std::string> given_up_;  // subjects
  std::optional<record::RunWriter> writer_;
  std::optional<Progress> progress_;
};

int run(const Program& program, const RunArguments& arguments) {
  runner::Choice choice;
  choice.shard = shard_of_this_run(arguments.shard);
  const auto catalogue = load_catalogue(program);
  choice.selection = selection_of(arguments.selection);
  choice.cases = select_cases(catalogue, arguments.selection);
  choice.environments = arguments.environments;
  if (choice.cases.empty())
    throw Failure(exit_nothing, "no case fits this selection; see loopcheck list cases");
  std::optional<LastFailed> failed;
  if (arguments.last_failed) failed = last_failed(arguments.output);
  auto subjects =
      choose_subjects(program, failed ? subjects_to_run(*failed, arguments.subjects) : arguments.subjects);
  for (const auto& note : subjects.notes) fmt::print(stderr, "loopcheck: {}\n", note);
  if (subjects.subjects.empty())
    throw Failure(exit_nothing, "no subject is present here; see loopcheck list subjects");
  if (failed) narrow(*failed, catalogue, choice, subjects.subjects);
  Expectations expectations(arguments.expectations, subjects.expectations, choice, catalogue);
  make_report_folder(arguments.output);

  record::HarnessInfo harness;
  harness.version = version;
  harness.argv = program.argv;
  harness.started = record::utc_timestamp(std::chrono::system_clock::now());
  harness.host = this_host();

  auto options = runner_options(program, arguments.limits, harness.host.processors);
  options.rounds = arguments.attempts.rounds;
  options.reruns = arguments.attempts.reruns;

  Recorder recorder(program, arguments, std::move(harness), expectations);
  const auto outcome = runner::run(catalogue, subjects.subjects, choice, options, recorder);
  record::RunConditions conditions;
  conditions.interrupted = outcome.interrupted;
  conditions.harness_failed = outcome.out_of_budget;
  conditions.empty_shard = outcome.planned == 0 && outcome.selected > 0;
  if (!recorder.finish(outcome)) return static_cast<int>(record::ExitStatus::interrupted);

  const auto& finished = recorder.finished();
  const auto page = arguments.output / "index.html";
  write_file(page, reports::render_html(finished));
  if (arguments.format == "json") {
    fmt::print(
        "{}\n",
        nlohmann::json(finished.summary).dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  } else {
    fmt::print("\n{}\n{}\n{}\n", reports::render_text(finished, {.colour = use_colour(program.colour)}),
               recorder.writer().document_path().string(), page.string());
  }
  if (outcome.interrupted)
    fmt::print(stderr, "loopcheck: interrupted; the report holds what was done by then\n");
  if (outcome.not_run_again > 0) {
    fmt::print(stderr, "loopcheck: {} more failing scenarios were not run again (--reruns)\n",
               outcome.not_run_again);
  }
  if (outcome.out_of_budget) {
    fmt::print(
        stderr,
        "loopcheck: the budget of {} s is used up; the report holds what was done by then (--budget)\n",
        arguments.limits.budget);
  }
  const auto lists = expectations.finish(finished);
  conditions.invalid = lists == Expectations::Verdict::out_of_date;
  auto status = record::exit_status(finished.summary, conditions);
  if (lists == Expectations::Verdict::updated && status == record::ExitStatus::all_hold)
    status = record::ExitStatus::broken;
  if (conditions.empty_shard) {
    fmt::print(stderr, "loopcheck: shard {}/{} of this selection holds no case\n", choice.shard->index,
               choice.shard->count);
  } else if (outcome.planned == 0) {
    fmt::print(stderr, "loopcheck: no selected case applies to what the subjects offer\n");
  }
  return static_cast<int>(status);
}

}  // namespace

void add_run_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand("run", "Check event loops and leave a report");
  const auto arguments = std::make_shared<RunArguments>();
  command->footer(R"(Examples:
  loopcheck run
  loopcheck run --subject uvloop --rule 'subprocess-*'
  loopcheck run --subject cpython --environment linux-selector-poll --case 'add-reader-twice*'
  loopcheck run --shard 2/5 --output part-2        the second of five parts; loopcheck merge joins them
  loopcheck run -k 'pipe and not fifo'
  loopcheck run --last-failed
  loopcheck run --subject-command "python3 mine.py" --expectations known-failures.json
  loopcheck run --subject-command "python3 subjects/python/asyncio_subject.py --loop mine:new_event_loop")");
  add_subject_options(*command, arguments->subjects);
  add_selection_options(*command, arguments->selection);
  command
      ->add_option("--environment", arguments->environments, "Only environments whose id fits (repeatable)")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
  add_shard_option(*command, arguments->shard);
  add_last_failed_option(*command, arguments->last_failed);
  add_expectation_options(*command, arguments->expectations);
  add_attempt_options(*command, arguments->attempts);
  add_path_option(*command, "--output", arguments->output, "Folder of the report (default: loopcheck-report)")
      ->type_name("FOLDER");
  add_limit_options(*command, arguments->limits);
  command->add_flag("--quiet,-q", arguments->quiet, "Only the summary");
  add_format_option(*command, arguments->format);
  add_cases_option(*command, program);
  add_colour_option(*command, program);
  command->callback(
      [&program, arguments] { program.chosen = [&program, arguments] { return run(program, *arguments); }; });
}

}  // namespace loopcheck::cli
