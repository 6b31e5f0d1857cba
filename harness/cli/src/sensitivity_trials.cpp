#include "sensitivity_trials.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "command.hpp"
#include "exit_status.hpp"
#include "loopcheck/record/summary.hpp"

namespace loopcheck::cli {

using sensitivity::Defect;
using sensitivity::Trial;

// Collects what fell, subject by subject and environment by environment.
class SensitivityTrials::Collector : public runner::Observer {
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
    auto& longest = longest_[result.case_id];
    longest = std::max(longest, result.duration);
  }
  void scenario_done(std::size_t, std::size_t) override {}
  void given_up(const std::string& subject, const std::string& reason) override {
    troubles_[subject] = "the subject was given up: " + reason;
  }

  [[nodiscard]] bool has_plan() const { return summary_.has_value(); }
  [[nodiscard]] const record::RunHeader& header() const { return header_; }
  [[nodiscard]] const std::map<std::string, std::chrono::nanoseconds>& longest() const { return longest_; }

  // Of one subject, which stands for one defect; null: for the sound loop.
  [[nodiscard]] std::vector<Trial> trials(const std::string& subject, const std::string& shown,
                                          const Defect* defect) const {
    std::vector<Trial> trials;
    const auto summary = summary_->summary();
    for (const auto& info : header_.subjects) {
      if (info.name != subject) continue;
      for (const auto& entry : info.environments) {
        trials.push_back(trial(info.name, entry, summary));
        trials.back().subject = shown;
        if (defect == nullptr) continue;
        trials.back().defect = defect->id;
        trials.back().spared = defect->spared_in(entry.environment);
      }
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
  std::map<std::string, std::chrono::nanoseconds> longest_;  // case -> its longest scenario
  std::map<std::string, std::string> troubles_;
};

namespace {

// How much longer than over the sound loop a case may take; and how much longer than usual over the sound
// loop.
constexpr int patience = 5;
constexpr int patience_with_the_sound_loop = 20;
// And how much longer than at first where a trial is made again.
constexpr int patience_with_a_second_attempt = 4;

// Defects that are tried together. At the end of each lot some workers wait for those that are late; a large
// lot starts many a Wine at once, and what was done of it is lost if the run is stopped.
constexpr std::size_t lot_size = 16;

bool is_for_one_platform(const Defect& defect) {
  return defect.places.platforms.size() == 1;
}

bool breaks_one(const Defect& defect, const std::vector<std::string>& rules) {
  return std::any_of(rules.begin(), rules.end(),
                     [&](const std::string& rule) { return defect.breaks.count(rule) != 0; });
}

// A rule that sums up others falls with any of them.
std::vector<std::string> with_their_parts(const catalogue::Catalogue& catalogue,
                                          std::vector<std::string> rules) {
  for (std::size_t i = 0, own = rules.size(); i < own; ++i) {
    const auto& parts = catalogue.find_rule(rules[i])->implied_by;
    rules.insert(rules.end(), parts.begin(), parts.end());
  }
  return rules;
}

std::vector<Trial> trials_of(const Defect& defect, const std::vector<Trial>& trials) {
  std::vector<Trial> own;
  std::copy_if(trials.begin(), trials.end(), std::back_inserter(own),
               [&](const Trial& trial) { return trial.defect == defect.id; });
  return own;
}

}  // namespace

SensitivityTrials::SensitivityTrials(const catalogue::Catalogue& catalogue, const sensitivity::Suite& suite,
                                     What what, runner::Options options)
    : catalogue_(catalogue),
      suite_(suite),
      choice_(std::move(what.choice)),
      briefly_(std::move(what.briefly)),
      options_(std::move(options)),
      end_(std::chrono::steady_clock::now() + options_.budget) {
  // Failures are what is looked for.
  options_.failures_in_a_row = std::numeric_limits<std::size_t>::max();
  std::erase_if(choice_.cases,
                [&](const auto handle) { return suite_.cases.count(catalogue_.id(handle)) == 0; });
}

void SensitivityTrials::try_all(const runner::SubjectSpec& subject, const std::vector<Defect>& defects) {
  std::map<std::string, Defects> by_documentation{{"", {}}};
  for (const Defect& defect : defects) by_documentation[defect.documented].push_back(&defect);
  for (const auto& [documented, some] : by_documentation) {
    if (!interrupted_) try_some(subject, documented, some);
  }
}

void SensitivityTrials::try_some(const runner::SubjectSpec& subject, const std::string& documented,
                                 const Defects& defects) {
  runner::SubjectSpec sound = subject;
  if (!documented.empty()) {
    sound.command.insert(sound.command.end(), {"--documented", documented});
  }
  Collector collector;
  options_.case_limits.clear();
  if (!try_sound(sound, subject.name, collector)) return;
  const bool briefly = std::find(briefly_.begin(), briefly_.end(), subject.name) != briefly_.end();
  std::vector<Placed> all;
  for (const Defect* defect : defects) {
    Placed placed{defect, {}, briefly && !is_for_one_platform(*defect)};
    for (const auto& entry : collector.header().subjects.front().environments) {
      const bool asked = !placed.brief || breaks_one(*defect, entry.applicable_rules);
      if (asked && defect->places.include(entry.environment)) placed.places.push_back(entry.environment.id);
    }
    if (!placed.places.empty()) all.push_back(std::move(placed));
  }
  // A documentation that no defect of this platform asks for is none of the sound loop's business.
  if (documented.empty() || !all.empty()) {
    const auto alone = collector.trials(sound.name, subject.name, nullptr);
    trials_.insert(trials_.end(), alone.begin(), alone.end());
  }
  for (std::size_t first = 0; first < all.size() && !interrupted_; first += lot_size) {
    const auto begin = all.begin() + static_cast<std::ptrdiff_t>(first);
    const auto end = begin + static_cast<std::ptrdiff_t>(std::min(lot_size, all.size() - first));
    try_lot({begin, end}, sound, subject.name);
    on_progress_();
  }
}

// Learns how long each case takes. False if the run was stopped.
bool SensitivityTrials::try_sound(const runner::SubjectSpec& sound, const std::string& shown,
                                  Collector& collector) {
  const auto limit = options_.scenario_limit;
  options_.scenario_limit *= patience_with_the_sound_loop;
  choice_.only.reset();
  run({sound}, collector);
  options_.scenario_limit = limit;
  if (interrupted_ || !collector.has_plan()) return false;
  const auto& introduced = collector.header().subjects.front();
  if (!introduced.error.empty()) throw Failure(exit_trouble, fmt::format("{}: {}", shown, introduced.error));
  for (const auto& [id, duration] : collector.longest()) {
    if (duration * patience > limit) options_.case_limits[id] = duration * patience;
  }
  return true;
}

void SensitivityTrials::try_lot(const std::vector<Placed>& lot, const runner::SubjectSpec& sound,
                                const std::string& shown) {
  const auto together = try_together(lot, sound, shown);
  // A busy machine can turn a result. What is not as the data says is tried once more, alone and with more
  // time, and that counts.
  for (const Placed& placed : lot) {
    auto own = trials_of(*placed.defect, together);
    const bool doubtful = std::any_of(own.begin(), own.end(),
                                      [&](const Trial& trial) { return !exact(trial, *placed.defect); });
    if (doubtful && !interrupted_) {
      own = try_again(placed, sound, shown);
      for (Trial& trial : own) trial.attempts = 2;
    }
    if (interrupted_) return;
    for (const Trial& trial : own) {
      const auto judged = sensitivity::judge(trial, *placed.defect, suite_);
      fmt::print(stderr, "loopcheck: {}; {} rules fell\n", sensitivity::as_line(judged), trial.fell.size());
    }
    trials_.insert(trials_.end(), own.begin(), own.end());
  }
}

std::vector<Trial> SensitivityTrials::try_again(const Placed& placed, const runner::SubjectSpec& sound,
                                                const std::string& shown) {
  const auto scenario_limit = options_.scenario_limit;
  const auto case_limits = options_.case_limits;
  options_.scenario_limit *= patience_with_a_second_attempt;
  for (auto& [id, limit] : options_.case_limits) limit *= patience_with_a_second_attempt;
  auto trials = try_together({placed}, sound, shown);
  options_.scenario_limit = scenario_limit;
  options_.case_limits = case_limits;
  return trials;
}

std::vector<Trial> SensitivityTrials::try_together(const std::vector<Placed>& some,
                                                   const runner::SubjectSpec& sound,
                                                   const std::string& shown) {
  std::vector<runner::SubjectSpec> specs;
  for (const Placed& placed : some) {
    auto& spec = specs.emplace_back(sound);
    spec.name = placed.defect->id;
    spec.command.insert(spec.command.end(), {"--defect", placed.defect->id});
  }
  choice_.only = scenarios_of(some);
  Collector collector;
  run(specs, collector);
  std::vector<Trial> trials;
  if (interrupted_ || !collector.has_plan()) return trials;
  for (const auto& introduced : collector.header().subjects) {
    if (!introduced.error.empty()) {
      throw Failure(exit_trouble, fmt::format("with --defect {}: {}", introduced.name, introduced.error));
    }
  }
  for (const auto& [defect, places, brief] : some) {
    for (Trial& trial : collector.trials(defect->id, shown, defect)) {
      if (std::find(places.begin(), places.end(), trial.environment) == places.end()) continue;
      trial.brief = brief;
      trials.push_back(std::move(trial));
    }
  }
  return trials;
}

std::set<runner::ScenarioName> SensitivityTrials::scenarios_of(const std::vector<Placed>& some) const {
  std::set<runner::ScenarioName> scenarios;
  for (const auto handle : choice_.cases) {
    const auto rules = with_their_parts(catalogue_, catalogue_.rules_of(handle));
    for (const auto& [defect, places, brief] : some) {
      if (brief && !breaks_one(*defect, rules)) continue;
      for (const auto& place : places) scenarios.insert({defect->id, place, catalogue_.id(handle)});
    }
  }
  return scenarios;
}

void SensitivityTrials::run(const std::vector<runner::SubjectSpec>& specs, Collector& collector) {
  options_.budget = end_ - std::chrono::steady_clock::now();
  const auto outcome = runner::run(catalogue_, specs, choice_, options_, collector);
  if (outcome.out_of_budget) throw Failure(exit_trouble, "the budget is used up (--budget)");
  interrupted_ = outcome.interrupted;
}

bool SensitivityTrials::exact(const Trial& trial, const Defect& defect) const {
  return sensitivity::judge(trial, defect, suite_).exact();
}

}  // namespace loopcheck::cli
