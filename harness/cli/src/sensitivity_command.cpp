// loopcheck sensitivity: does the suite notice a loop that is wrong, and by the right rules?
#include "sensitivity_command.hpp"

#include <algorithm>
#include <fstream>
#include <limits>
#include <map>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "defect_list.hpp"
#include "exit_status.hpp"
#include "host.hpp"
#include "loopcheck/catalogue/pattern.hpp"
#include "loopcheck/record/summary.hpp"
#include "loopcheck/runner/runner.hpp"
#include "loopcheck/sensitivity/assessment.hpp"
#include "subject_choice.hpp"
#include "version.hpp"

namespace loopcheck::cli {
namespace {

using sensitivity::Defect;
using sensitivity::Trial;

struct Arguments {
  SubjectOptions subjects;
  std::filesystem::path list;
  std::vector<std::string> patterns;
  SelectionOptions selection;
  std::vector<std::string> environments;
  std::filesystem::path output = "loopcheck-report";
  std::size_t jobs = 0;
  double timeout = 3;  // many defects make cases wait for what never comes
};

// Collects what fell, subject by subject and environment by environment.
class Collector : public runner::Observer {
 public:
  void planned(const runner::Plan& plan, const std::vector<std::pair<std::string, std::string>>&) override {
    header_ = plan.header;
    summary_.emplace(header_);
  }
  void result(record::Result result) override {
    summary_->add(result);
    const bool stopped =
        result.verdict == record::Verdict::crash || result.verdict == record::Verdict::timeout;
    const bool failed = result.level == record::Level::documented && result.verdict == record::Verdict::fail;
    if (stopped || failed) {
      noticed_[{result.subject, result.environment.id}][result.rule].insert(result.case_id);
    }
  }
  void scenario_done(std::size_t, std::size_t) override {}
  void given_up(const std::string& subject, const std::string& reason) override {
    troubles_[subject] = "the subject was given up: " + reason;
  }

  [[nodiscard]] bool has_plan() const { return summary_.has_value(); }
  [[nodiscard]] const record::RunHeader& header() const { return header_; }

  // Of one subject, which stands for one defect.
  [[nodiscard]] std::vector<Trial> trials(const std::string& subject, const std::string& shown,
                                          const std::string& defect) const {
    std::vector<Trial> trials;
    const auto summary = summary_->summary();
    for (const auto& info : header_.subjects) {
      if (info.name != subject) continue;
      for (const auto& entry : info.environments) trials.push_back(trial(info.name, entry, summary));
    }
    for (Trial& one : trials) {
      one.subject = shown;
      one.defect = defect;
    }
    return trials;
  }

 private:
  [[nodiscard]] Trial trial(const std::string& subject, const record::EnvironmentInfo& entry,
                            const record::Summary& summary) const {
    Trial trial;
    trial.environment = entry.environment.id;
    trial.provenance = entry.environment.provenance;
    trial.applicable = {entry.applicable_rules.begin(), entry.applicable_rules.end()};
    const auto trouble = troubles_.find(subject);
    if (trouble != troubles_.end()) trial.trouble = trouble->second;
    for (const auto& one : summary.environments) {
      if (one.subject != subject || one.environment != trial.environment) continue;
      for (const auto& [rule, status] : one.rules) {
        if (status != record::RuleStatus::broken) continue;
        const auto cases = noticed_.find({subject, trial.environment});
        const bool own = cases != noticed_.end() && cases->second.count(rule) != 0;
        trial.fell[rule] = own ? cases->second.at(rule) : std::set<std::string>{};
      }
    }
    return trial;
  }

  record::RunHeader header_;
  std::optional<record::SummaryBuilder> summary_;
  std::map<std::pair<std::string, std::string>, std::map<std::string, std::set<std::string>>> noticed_;
  std::map<std::string, std::string> troubles_;
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
      if (std::find(selected.begin(), selected.end(), handle) != selected.end())
        suite.cases.insert(expanded.id);
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

class Sensitivity {
 public:
  Sensitivity(const Program& program, const Arguments& arguments, const catalogue::Catalogue& catalogue)
      : catalogue_(catalogue), environments_(arguments.environments) {
    choice_.selection = selection_of(arguments.selection);
    choice_.cases = select_cases(catalogue, arguments.selection);
    options_.jobs =
        arguments.jobs != 0 ? arguments.jobs : 2 * static_cast<std::size_t>(this_host().processors);
    options_.scenario_limit = std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double>(arguments.timeout));
    options_.budget = std::chrono::hours(2);
    options_.failures_in_a_row = std::numeric_limits<std::size_t>::max();  // they are what is looked for
    options_.child = program.locations.child;
    options_.harness_version = version;
  }

  // The sound loop, by the documentation that it answers to by itself and by each that a defect asks for;
  // then the defects.
  void try_all(const runner::SubjectSpec& subject, const std::vector<Defect>& defects) {
    std::map<std::string, std::vector<const Defect*>> by_documentation{{"", {}}};
    for (const Defect& defect : defects) by_documentation[defect.documented].push_back(&defect);
    for (const auto& [documented, some] : by_documentation) try_some(subject, documented, some);
  }

  [[nodiscard]] const std::vector<Trial>& trials() const { return trials_; }
  [[nodiscard]] bool interrupted() const { return interrupted_; }

 private:
  void try_some(const runner::SubjectSpec& subject, const std::string& documented,
                const std::vector<const Defect*>& defects) {
    runner::SubjectSpec sound = subject;
    if (!documented.empty()) {
      sound.command.insert(sound.command.end(), {"--documented", documented});
    }
    choice_.environments = environments_;
    const Collector collector = run({sound});
    if (interrupted_ || !collector.has_plan()) return;
    const auto& introduced = collector.header().subjects.front();
    if (!introduced.error.empty()) throw Failure(exit_trouble, introduced.error);
    const auto alone = collector.trials(sound.name, subject.name, "");
    // A documentation that no defect of this platform asks for is none of the sound loop's business.
    std::map<std::vector<std::string>, std::vector<const Defect*>> by_place;
    for (const Defect* defect : defects) {
      std::vector<std::string> places;
      for (const auto& entry : introduced.environments) {
        if (defect->is_for(entry.environment)) places.push_back(entry.environment.id);
      }
      if (!places.empty()) by_place[places].push_back(defect);
    }
    if (documented.empty() || !by_place.empty()) trials_.insert(trials_.end(), alone.begin(), alone.end());
    for (const auto& [places, some] : by_place) {
      constexpr std::size_t at_once = 8;
      for (std::size_t first = 0; first < some.size() && !interrupted_; first += at_once) {
        const auto end = some.begin() + static_cast<std::ptrdiff_t>(std::min(first + at_once, some.size()));
        try_together(sound, subject.name, places, {some.begin() + static_cast<std::ptrdiff_t>(first), end});
      }
    }
  }

  void try_together(const runner::SubjectSpec& sound, const std::string& shown,
                    const std::vector<std::string>& places, const std::vector<const Defect*>& defects) {
    std::vector<runner::SubjectSpec> specs;
    for (const Defect* defect : defects) {
      auto& spec = specs.emplace_back(sound);
      spec.name = defect->id;
      spec.command.insert(spec.command.end(), {"--defect", defect->id});
    }
    choice_.environments = places;
    const Collector collector = run(specs);
    if (interrupted_ || !collector.has_plan()) return;
    for (const auto& introduced : collector.header().subjects) {
      if (!introduced.error.empty()) {
        throw Failure(exit_trouble, fmt::format("with --defect {}: {}", introduced.name, introduced.error));
      }
    }
    for (const Defect* defect : defects) {
      for (Trial& trial : collector.trials(defect->id, shown, defect->id)) {
        // A place is a text that is looked for in the ids, and one id may be part of another.
        if (std::find(places.begin(), places.end(), trial.environment) == places.end()) continue;
        fmt::print(stderr, "loopcheck: {} in {}: {} rules fell\n", trial.defect, trial.environment,
                   trial.fell.size());
        trials_.push_back(std::move(trial));
      }
    }
  }

  Collector run(const std::vector<runner::SubjectSpec>& specs) {
    Collector collector;
    interrupted_ = runner::run(catalogue_, specs, choice_, options_, collector).interrupted;
    return collector;
  }

  const catalogue::Catalogue& catalogue_;
  std::vector<std::string> environments_;
  runner::Choice choice_;
  runner::Options options_;
  std::vector<Trial> trials_;
  bool interrupted_ = false;
};

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  if (!file) throw Failure(exit_trouble, fmt::format("{}: cannot be written", path.string()));
}

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
  Sensitivity trials(program, arguments, catalogue);
  for (const auto& subject : chosen.subjects) {
    trials.try_all(subject, defects);
    if (trials.interrupted()) return interrupted;
  }
  const auto suite = suite_of(catalogue, selection, select_cases(catalogue, arguments.selection));
  const auto assessment = sensitivity::assess(suite, defects, trials.trials());
  std::filesystem::create_directories(arguments.output);
  write(arguments.output / "sensitivity.json",
        sensitivity::as_json(assessment, suite, defects).dump(1) + "\n");
  write(arguments.output / "sensitivity.html", sensitivity::as_page(assessment, suite, defects));
  fmt::print("{}\n{}\n", sensitivity::as_text(assessment), (arguments.output / "sensitivity.html").string());
  // Of a part, only what was noticed is asked, and not what is left.
  const bool part_is_sound = assessment.inexact_trials() == 0 && assessment.broken_without_defect.empty() &&
                             assessment.unnoticed_defects.empty() && assessment.unknown_rules.empty();
  const bool whole = arguments.patterns.empty() && arguments.environments.empty() &&
                     arguments.subjects.names.empty() && arguments.subjects.commands.empty();
  const bool sound = whole ? assessment.sound() : part_is_sound;
  return sound ? exit_success : exit_difference;
}

}  // namespace

void add_sensitivity_command(CLI::App& app, Program& program) {
  auto* command = app.add_subcommand(
      "sensitivity",
      "Check the suite itself: is each of a loop's defects noticed, by exactly the rules it breaks?");
  const auto arguments = std::make_shared<Arguments>();
  command->footer(
      R"(The subjects must take --defect ID. Exit status 1: a defect that nobody noticed, one that other rules noticed than
its data says, a rule without a killed defect.
Examples:
  build/release/bin/reference-subject --list-defects > defects.json
  loopcheck sensitivity defects.json --subject reference --subject reference-simulated-macos
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
      ->add_option("--jobs,-j", arguments->jobs, "Subject processes at once (default: twice the processors)")
      ->check(CLI::Range(1, 256))
      ->type_name("N");
  command->add_option("--timeout", arguments->timeout, "Seconds that one scenario may take (default: 3)")
      ->check(CLI::PositiveNumber)
      ->type_name("SECONDS");
  add_cases_option(*command, program);
  command->callback(
      [&program, arguments] { program.chosen = [&program, arguments] { return run(program, *arguments); }; });
}

}  // namespace loopcheck::cli
