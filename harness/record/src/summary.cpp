#include "loopcheck/record/summary.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>
#include <utility>

namespace loopcheck::record {

// The statuses of one environment while they are worked out: implied rules are judged first, and a rule that
// is met again on the way implies itself, which proves nothing.
struct SummaryBuilder::Judgement {
  std::vector<std::optional<RuleStatus>> statuses;
  std::vector<bool> under_way;
};

SummaryBuilder::SummaryBuilder(const RunHeader& header) {
  for (const auto& rule : header.suite.rules) {
    rule_index_.emplace(rule.id, rules_.size());
    rules_.push_back({rule.id, rule.implied_by});
  }
  for (const auto& subject : header.subjects) {
    for (const auto& info : subject.environments) {
      Environment environment;
      environment.summary.subject = subject.name;
      environment.summary.environment = info.environment.id;
      environment.summary.provenance = info.environment.provenance;
      environment.tallies.resize(rules_.size());
      environment.applicable.resize(rules_.size(), false);
      for (const auto& id : info.applicable_rules) {
        const auto found = rule_index_.find(id);
        if (found == rule_index_.end()) {
          throw std::invalid_argument("the rule " + id + " applies to " + info.environment.id +
                                      " but is not in the suite");
        }
        environment.applicable[found->second] = true;
      }
      environment_index_.emplace(std::pair(subject.name, info.environment.id), environments_.size());
      environments_.push_back(std::move(environment));
    }
    if (!subject.error.empty()) subject_failed(subject.name);
  }
}

void SummaryBuilder::add(const Result& result) {
  const auto place = environment_index_.find(std::pair(result.subject, result.environment.id));
  if (place == environment_index_.end()) {
    throw std::invalid_argument("no environment " + result.environment.id + " of the subject " +
                                result.subject);
  }
  const auto rule = rule_index_.find(result.rule);
  if (rule == rule_index_.end()) throw std::invalid_argument("no rule " + result.rule + " in the suite");

  Environment& environment = environments_[place->second];
  EnvironmentSummary& counts = environment.summary;
  const auto verdict = static_cast<std::size_t>(result.verdict);
  const bool documented = result.level == Level::documented;
  ++(documented ? counts.documented : counts.observed)[verdict];
  if (!documented && result.verdict == Verdict::fail) ++counts.observed_notes;
  if (result.flaky) ++counts.flaky;
  if (result.known_failure && result.verdict == Verdict::pass) ++counts.known_passes;
  ++results_;

  Tally& tally = environment.tallies[rule->second];
  if (documented && result.verdict == Verdict::pass) ++tally.passes;
  if (counts_against(result.verdict, result.level))
    ++(result.known_failure ? tally.known_failures : tally.failures);
}

void SummaryBuilder::subject_failed(const std::string& name) {
  if (std::find(failed_subjects_.begin(), failed_subjects_.end(), name) == failed_subjects_.end()) {
    failed_subjects_.push_back(name);
  }
}

RuleStatus SummaryBuilder::judge(const Environment& environment, std::size_t rule,
                                 Judgement& judgement) const {
  if (judgement.statuses[rule]) return *judgement.statuses[rule];
  if (judgement.under_way[rule]) return RuleStatus::not_verified;
  judgement.under_way[rule] = true;

  const Tally& tally = environment.tallies[rule];
  bool broken = tally.failures + tally.known_failures > 0;
  bool holds = tally.passes > 0;
  bool unproven = false;
  for (const auto& id : rules_[rule].implied_by) {
    const auto found = rule_index_.find(id);
    if (found == rule_index_.end()) {  // not selected in this run, so nothing is known of it
      unproven = true;
      continue;
    }
    switch (judge(environment, found->second, judgement)) {
      case RuleStatus::holds:
        holds = true;
        break;
      case RuleStatus::broken:
        broken = true;
        break;
      case RuleStatus::not_verified:
        unproven = true;
        break;
      case RuleStatus::not_applicable:
        break;
    }
  }

  RuleStatus status = RuleStatus::not_verified;
  if (!environment.applicable[rule]) {
    // A rule that does not apply is asked as a note only, and yet a crash or a timeout counts.
    status = tally.failures + tally.known_failures > 0 ? RuleStatus::broken : RuleStatus::not_applicable;
  } else if (broken) {
    status = RuleStatus::broken;
  } else if (holds && !unproven) {
    status = RuleStatus::holds;
  }
  judgement.statuses[rule] = status;
  return status;
}

Summary SummaryBuilder::summary() const {
  Summary result;
  result.results = results_;
  result.failed_subjects = failed_subjects_;
  for (const auto& environment : environments_) {
    Judgement judgement{std::vector<std::optional<RuleStatus>>(rules_.size()),
                        std::vector<bool>(rules_.size(), false)};
    EnvironmentSummary summary = environment.summary;
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
      const RuleStatus status = judge(environment, rule, judgement);
      summary.rules.emplace(rules_[rule].id, status);
      switch (status) {
        case RuleStatus::holds:
          ++summary.holds;
          break;
        case RuleStatus::broken:
          ++summary.broken;
          break;
        case RuleStatus::not_verified:
          ++summary.not_verified;
          break;
        case RuleStatus::not_applicable:
          ++summary.not_applicable;
          break;
      }
    }
    // A broken rule is known if nothing new broke it, neither its own results nor the rules that imply it.
    std::set<std::string> news;
    for (std::size_t rule = 0; rule < rules_.size(); ++rule) {
      if (environment.tallies[rule].failures > 0) news.insert(rules_[rule].id);
    }
    for (std::size_t before = news.size() + 1; before != news.size();) {
      before = news.size();
      for (const auto& rule : rules_) {
        const bool implied = std::any_of(rule.implied_by.begin(), rule.implied_by.end(),
                                         [&](const auto& id) { return news.contains(id); });
        if (implied) news.insert(rule.id);
      }
    }
    for (const auto& [id, status] : summary.rules) {
      if (status == RuleStatus::broken && !news.contains(id)) summary.known_broken.push_back(id);
    }
    result.environments.push_back(std::move(summary));
  }
  return result;
}

std::map<std::string, std::vector<std::string>> held_only_by(const Summary& summary) {
  const auto rank = [](const std::string& provenance) {
    return provenance == "native" ? 3 : provenance == "wine" ? 2 : provenance == "simulated" ? 1 : 0;
  };
  std::map<std::string, std::string> best;  // by rule
  for (const auto& environment : summary.environments) {
    for (const auto& [id, status] : environment.rules) {
      if (status != RuleStatus::holds) continue;
      std::string& known = best.try_emplace(id, environment.provenance).first->second;
      if (rank(environment.provenance) > rank(known)) known = environment.provenance;
    }
  }
  std::map<std::string, std::vector<std::string>> rules;
  for (const auto& [id, provenance] : best) {
    if (!provenance.empty() && provenance != "native") rules[provenance].push_back(id);
  }
  return rules;
}

Summary summarize(const RunHeader& header, const std::vector<Result>& results) {
  SummaryBuilder builder(header);
  for (const auto& result : results) builder.add(result);
  return builder.summary();
}

ExitStatus exit_status(const Summary& summary, const RunConditions& conditions) {
  std::size_t verified = 0;
  bool trouble = conditions.harness_failed || !summary.failed_subjects.empty();
  bool broken = false;
  for (const auto& environment : summary.environments) {
    verified += environment.holds + environment.broken;
    broken = broken || environment.broken > environment.known_broken.size() || environment.known_passes > 0;
    for (const auto& counts : {environment.documented, environment.observed}) {
      trouble = trouble || counts[static_cast<std::size_t>(Verdict::protocol_violation)] > 0 ||
                counts[static_cast<std::size_t>(Verdict::harness_error)] > 0;
    }
  }
  if (conditions.interrupted) return ExitStatus::interrupted;
  if (conditions.invalid) return ExitStatus::invalid;
  if (trouble) return ExitStatus::trouble;
  if (broken) return ExitStatus::broken;
  if (verified == 0 && !conditions.empty_shard) return ExitStatus::nothing_verified;
  return ExitStatus::all_hold;
}

}  // namespace loopcheck::record
