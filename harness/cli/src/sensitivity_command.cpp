// loopcheck sensitivity: does the suite notice a loop that is wrong, and by the right rules?
#include "sensitivity_command.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "defect_list.hpp"
#include "exit_status.hpp"
#include "host.hpp"
#include "limit_options.hpp"
#include "loopcheck/catalogue/pattern.hpp"
#include "loopcheck/sensitivity/assessment.hpp"
#include "report_files.hpp"
#include "sensitivity_trials.hpp"
#include "subject_choice.hpp"

namespace loopcheck::cli {
namespace {

using sensitivity::Defect;

struct Arguments {
  SubjectOptions subjects;
  std::filesystem::path list;
  std::vector<std::string> patterns;
  SelectionOptions selection;
  std::vector<std::string> environments;
  std::filesystem::path output = "loopcheck-report";
  // Many defects make cases wait for what never comes: most of the processes only wait for their timeout.
  // A lot of subjects start at once.
  LimitOptions limits{.jobs_per_processor = 24, .timeout = 3, .start_timeout = 60, .budget = 7200};
  std::vector<std::string> briefly;
  bool complete = false;
};

// Whether a rule can fall at all is a question to the whole catalogue; the rest is what is selected.
sensitivity::Suite suite_of(const catalogue::Catalogue& catalogue, const catalogue::Selection& selection,
                            const std::vector<catalogue::CaseHandle>& selected) {
  sensitivity::Suite suite;
  std::set<std::string> claimed;
  for (const auto handle : catalogue.cases()) {
    const auto expanded = catalogue.expand(handle);
    for (const auto& expectation : expanded.expectations) {
      if (expectation.check.empty()) continue;
      claimed.insert(expectation.rule);
      if (std::find(selected.begin(), selected.end(), handle) == selected.end()) continue;
      if (!selection.selects_rule(*catalogue.find_rule(expectation.rule))) continue;
      suite.cases.emplace(expanded.id, expanded.notices_nothing);
    }
  }
  for (const auto& rule : catalogue.rules()) {
    if (!selection.selects_rule(rule)) continue;
    suite.rules.push_back(
        {rule.id, rule.tier, rule.statement, !rule.implied_by.empty(), claimed.count(rule.id) == 0});
  }
  return suite;
}

// A defect is asked for the rules that are selected, and left out if it breaks none of these.
void keep_selected(std::vector<Defect>& defects, const catalogue::Catalogue& catalogue,
                   const catalogue::Selection& selection) {
  for (Defect& defect : defects) {
    std::erase_if(defect.breaks, [&](const std::string& id) {
      const auto* rule = catalogue.find_rule(id);
      return rule != nullptr && !selection.selects_rule(*rule);
    });
  }
  std::erase_if(defects, [](const Defect& defect) { return defect.breaks.empty(); });
}

// What the trials add up to, and where it is written.
class Table {
 public:
  Table(const sensitivity::Suite& suite, const std::vector<Defect>& defects, std::filesystem::path folder)
      : suite_(suite), defects_(defects), folder_(std::move(folder)) {}

  // `unfinished`: why more trials were to come; empty: these are all.
  sensitivity::Assessment write(const std::vector<sensitivity::Trial>& trials,
                                const std::string& unfinished) const {
    auto assessment = sensitivity::assess(suite_, defects_, trials);
    assessment.unfinished = unfinished;
    replace_file(folder_ / "sensitivity.json",
                 sensitivity::as_json(assessment, suite_, defects_).dump(1) + "\n");
    replace_file(page(), sensitivity::as_page(assessment, suite_, defects_));
    return assessment;
  }
  [[nodiscard]] std::filesystem::path page() const { return folder_ / "sensitivity.html"; }

 private:
  const sensitivity::Suite& suite_;
  const std::vector<Defect>& defects_;
  std::filesystem::path folder_;
};

int run(const Program& program, const Arguments& arguments) {
  constexpr int interrupted = 130;
  const auto catalogue = load_catalogue(program);
  auto defects = read_defects(arguments.list);
  std::erase_if(defects,
                [&](const Defect& defect) { return !catalogue::matches_any(arguments.patterns, defect.id); });
  const auto selection = selection_of(arguments.selection);
  keep_selected(defects, catalogue, selection);
  if (defects.empty()) throw Failure(exit_nothing, "no defect fits this selection");
  const auto chosen = choose_subjects(program, arguments.subjects);
  make_report_folder(arguments.output);
  runner::Choice choice{.cases = select_cases(catalogue, arguments.selection),
                        .selection = selection,
                        .environments = arguments.environments,
                        .only = {},
                        .shard = {}};
  const auto suite = suite_of(catalogue, selection, choice.cases);
  const Table table(suite, defects, arguments.output);
  SensitivityTrials trials(catalogue, suite, {std::move(choice), arguments.briefly},
                           runner_options(program, arguments.limits, this_host().processors));
  // A run that is killed leaves what it had found out.
  trials.on_progress([&] { table.write(trials.trials(), "the run was still going on, or was killed"); });
  try {
    for (const auto& subject : chosen.subjects) {
      trials.try_all(subject, defects);
      if (trials.interrupted()) break;
    }
  } catch (const Failure& failure) {
    table.write(trials.trials(), failure.what());
    throw;
  }
  const auto assessment = table.write(trials.trials(), trials.interrupted() ? "it was interrupted" : "");
  fmt::print("{}\n{}\n", sensitivity::as_text(assessment), table.page().string());
  if (trials.interrupted()) return interrupted;
  return (arguments.complete ? assessment.complete() : assessment.sound()) ? exit_success : exit_difference;
}

}  // namespace

void add_sensitivity_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand(
      "sensitivity",
      "Check the suite itself: is each of a loop's defects noticed, by exactly the rules it breaks?");
  const auto arguments = std::make_shared<Arguments>();
  command->footer(
      R"(The subjects must take --defect ID. Exit status 1: a defect that nobody noticed, one that other rules noticed than
its data says, a rule that falls without any defect; with --complete, a rule without a killed defect and a case that
never noticed anything, too.
Examples:
  build/release/bin/reference-subject --list-defects > defects.json
  loopcheck sensitivity defects.json --complete --subject reference --subject reference-windows --briefly reference-windows
  loopcheck sensitivity defects.json --subject reference --defect 'timer-*' --environment linux-selector-epoll
  loopcheck sensitivity defects.json --subject reference-windows --tier 1)");
  add_path_option(*command, "list", arguments->list, "The list of defects, as the subject prints it")
      ->type_name("FILE")
      ->required();
  add_subject_options(*command, arguments->subjects);
  command->add_option("--defect", arguments->patterns, "Only defects whose id fits (repeatable)")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
  add_selection_options(*command, arguments->selection);
  command
      ->add_option("--environment", arguments->environments, "Only environments whose id fits (repeatable)")
      ->type_name("PATTERN")
      ->allow_extra_args(false);
  add_path_option(*command, "--output", arguments->output, "Folder of sensitivity.json and sensitivity.html")
      ->type_name("FOLDER");
  command
      ->add_option(
          "--briefly", arguments->briefly,
          "Over this subject, try a defect that is for other platforms too with the cases of its rules "
          "alone (repeatable)")
      ->type_name("NAME")
      ->allow_extra_args(false);
  command->add_flag("--complete", arguments->complete,
                    "What was selected is everything: what no defect reaches is an error, too");
  add_limit_options(*command, arguments->limits);
  add_cases_option(*command, program);
  command->callback(
      [&program, arguments] { program.chosen = [&program, arguments] { return run(program, *arguments); }; });
}

}  // namespace loopcheck::cli
