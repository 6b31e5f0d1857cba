#include "loopcheck/sensitivity/assessment.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace loopcheck::sensitivity {
namespace {

const Defect* find(const std::vector<Defect>& defects, const std::string& id) {
  const auto found =
      std::find_if(defects.begin(), defects.end(), [&](const Defect& one) { return one.id == id; });
  return found == defects.end() ? nullptr : &*found;
}

std::set<std::string> counted_rules(const Suite& suite) {
  std::set<std::string> counted;
  for (const RuleFacts& rule : suite.rules) {
    if (rule.needs_a_defect()) counted.insert(rule.id);
  }
  return counted;
}

JudgedTrial judged(const Trial& trial, const Defect& defect, const std::set<std::string>& counted) {
  JudgedTrial result{trial, {}, {}, {}};
  const auto is_broken = [&](const std::string& rule) {
    return defect.breaks.count(rule) != 0 && trial.spared.count(rule) == 0;
  };
  for (const std::string& rule : defect.breaks) {
    if (!is_broken(rule) || counted.count(rule) == 0 || trial.applicable.count(rule) == 0) continue;
    (trial.fell.count(rule) != 0 ? result.noticed : result.missed).push_back(rule);
  }
  for (const auto& [rule, cases] : trial.fell) {
    if (counted.count(rule) != 0 && !is_broken(rule)) result.unexpected.push_back(rule);
  }
  return result;
}

void judge_cases(const Suite& suite, const std::set<std::string>& busy, Assessment& assessment) {
  for (const auto& [id, excuse] : suite.cases) {
    if (busy.count(id) != 0) {
      if (!excuse.empty()) assessment.wrongly_excused_cases.push_back(id);
    } else if (excuse.empty()) {
      assessment.idle_cases.push_back(id);
    } else {
      assessment.excused_cases.push_back(fmt::format("{}: {}", id, excuse));
    }
  }
}

void name_unknown_rules(const Suite& suite, const std::vector<Defect>& defects, Assessment& assessment) {
  for (const Defect& defect : defects) {
    for (const std::string& rule : defect.breaks) {
      const bool known = std::any_of(suite.rules.begin(), suite.rules.end(),
                                     [&](const RuleFacts& one) { return one.id == rule; });
      if (!known) assessment.unknown_rules.push_back(fmt::format("{} (defect {})", rule, defect.id));
    }
  }
}

void judge_rules(const Suite& suite, const std::vector<Trial>& trials, Assessment& assessment) {
  for (const RuleFacts& rule : suite.rules) {
    const bool tried = std::any_of(trials.begin(), trials.end(),
                                   [&](const Trial& trial) { return trial.applicable.count(rule.id) != 0; });
    if (!rule.needs_a_defect()) {
      assessment.rules_exempt.push_back(fmt::format("{}: {}", rule.id, rule.why_none()));
    } else if (assessment.killers.count(rule.id) != 0) {
      continue;
    } else {
      (tried ? assessment.rules_without_killer : assessment.rules_not_tried).push_back(rule.id);
    }
  }
}

void judge_defects(const std::vector<Defect>& defects, Assessment& assessment) {
  for (const Defect& defect : defects) {
    bool tried = false;
    bool noticed = false;
    for (const JudgedTrial& one : assessment.trials) {
      if (one.trial.defect != defect.id) continue;
      // Where none of its rules applies, nothing was asked.
      tried = tried || !one.noticed.empty() || !one.missed.empty() || !one.trial.fell.empty();
      noticed = noticed || !one.trial.fell.empty();
    }
    if (!tried) {
      assessment.untried_defects.push_back(defect.id);
    } else if (!noticed) {
      assessment.unnoticed_defects.push_back(defect.id);
    }
  }
}

void add_list(std::string& text, const std::string& title, const std::vector<std::string>& entries) {
  if (entries.empty()) return;
  text += fmt::format("\n{} ({}):\n  {}\n", title, entries.size(), fmt::join(entries, "\n  "));
}

}  // namespace

std::string_view RuleFacts::why_none() const {
  if (sums_up) return "it sums up other rules, and falls with any of them";
  if (only_observed) return "no case makes a documented claim of it, so that nothing can break it";
  return "";
}

std::size_t Assessment::inexact_trials() const {
  return static_cast<std::size_t>(
      std::count_if(trials.begin(), trials.end(), [](const JudgedTrial& one) { return !one.exact(); }));
}

bool Assessment::sound() const {
  return unfinished.empty() && inexact_trials() == 0 && broken_without_defect.empty() &&
         unnoticed_defects.empty() && unknown_rules.empty() && wrongly_excused_cases.empty();
}

bool Assessment::complete() const {
  return sound() && rules_without_killer.empty() && rules_not_tried.empty() && untried_defects.empty() &&
         idle_cases.empty();
}

JudgedTrial judge(const Trial& trial, const Defect& defect, const Suite& suite) {
  return judged(trial, defect, counted_rules(suite));
}

Assessment assess(const Suite& suite, const std::vector<Defect>& defects, const std::vector<Trial>& trials) {
  Assessment assessment;
  assessment.rules = suite.rules.size();
  const auto counted = counted_rules(suite);
  std::set<std::string> busy;
  for (const Trial& trial : trials) {
    if (trial.defect.empty()) {
      for (const auto& [rule, cases] : trial.fell) {
        assessment.broken_without_defect.push_back(fmt::format("{} in {}", rule, trial.environment));
      }
      continue;
    }
    const Defect* defect = find(defects, trial.defect);
    if (defect == nullptr) continue;
    JudgedTrial one = judged(trial, *defect, counted);
    for (const std::string& rule : one.noticed) assessment.killers[rule].insert(defect->id);
    for (const auto& [rule, cases] : trial.fell) busy.insert(cases.begin(), cases.end());
    assessment.trials.push_back(std::move(one));
  }
  judge_cases(suite, busy, assessment);
  name_unknown_rules(suite, defects, assessment);
  judge_rules(suite, trials, assessment);
  judge_defects(defects, assessment);
  return assessment;
}

std::string figures(const Assessment& assessment) {
  std::set<std::string> defects;
  for (const JudgedTrial& one : assessment.trials) defects.insert(one.trial.defect);
  return fmt::format(
      "{} of {} rules have a killed defect ({} need none); {} defects in {} trials, {} noticed by exactly "
      "their rules, {} defects not noticed; {} cases never noticed anything ({} more say why)",
      assessment.killers.size(), assessment.rules, assessment.rules_exempt.size(), defects.size(),
      assessment.trials.size(), assessment.trials.size() - assessment.inexact_trials(),
      assessment.unnoticed_defects.size(), assessment.idle_cases.size(), assessment.excused_cases.size());
}

std::string as_line(const JudgedTrial& judged) {
  std::string line = fmt::format("{} in {}", judged.trial.defect, judged.trial.environment);
  if (!judged.missed.empty()) line += fmt::format("; not noticed by: {}", fmt::join(judged.missed, ", "));
  if (!judged.unexpected.empty()) {
    line += fmt::format("; noticed besides by: {}", fmt::join(judged.unexpected, ", "));
  }
  if (!judged.trial.trouble.empty()) line += "; " + judged.trial.trouble;
  return line;
}

std::string as_text(const Assessment& assessment) {
  std::string text = figures(assessment) + "\n";
  if (!assessment.unfinished.empty()) text += fmt::format("\nNot finished: {}.\n", assessment.unfinished);
  std::vector<std::string> inexact;
  for (const JudgedTrial& one : assessment.trials) {
    if (!one.exact()) inexact.push_back(as_line(one));
  }
  add_list(text, "Broken without any defect", assessment.broken_without_defect);
  add_list(text, "Rules that the suite does not have", assessment.unknown_rules);
  add_list(text, "Defects that nobody noticed", assessment.unnoticed_defects);
  add_list(text, "Defects that were not tried", assessment.untried_defects);
  add_list(text, "Trials that were not noticed by exactly their rules", inexact);
  add_list(text, "Rules without a killed defect", assessment.rules_without_killer);
  add_list(text, "Rules that apply in no environment that was tried", assessment.rules_not_tried);
  add_list(text, "Cases that never noticed anything", assessment.idle_cases);
  add_list(text, "Cases that say that they notice nothing, and did", assessment.wrongly_excused_cases);
  add_list(text, "Rules that need no defect, and why", assessment.rules_exempt);
  add_list(text, "Cases that no defect can make notice anything, and why", assessment.excused_cases);
  return text;
}

nlohmann::json as_json(const Assessment& assessment, const Suite& suite, const std::vector<Defect>& defects) {
  nlohmann::ordered_json document{{"schema", "loopcheck-sensitivity/1"},
                                  {"figures", figures(assessment)},
                                  {"unfinished", assessment.unfinished},
                                  {"sound", assessment.sound()},
                                  {"complete", assessment.complete()},
                                  {"broken_without_defect", assessment.broken_without_defect},
                                  {"rules_without_killer", assessment.rules_without_killer},
                                  {"rules_not_tried", assessment.rules_not_tried},
                                  {"rules_exempt", assessment.rules_exempt},
                                  {"unnoticed_defects", assessment.unnoticed_defects},
                                  {"untried_defects", assessment.untried_defects},
                                  {"unknown_rules", assessment.unknown_rules},
                                  {"idle_cases", assessment.idle_cases},
                                  {"excused_cases", assessment.excused_cases},
                                  {"wrongly_excused_cases", assessment.wrongly_excused_cases}};
  auto& rules = document["rules"] = nlohmann::ordered_json::array();
  for (const RuleFacts& rule : suite.rules) {
    const auto killers = assessment.killers.find(rule.id);
    rules.push_back(
        {{"id", rule.id},
         {"tier", rule.tier},
         {"needs_a_defect", rule.needs_a_defect()},
         {"needs_none_since", rule.why_none()},
         {"killers", killers == assessment.killers.end() ? std::set<std::string>() : killers->second}});
  }
  auto& list = document["defects"] = nlohmann::ordered_json::array();
  for (const Defect& defect : defects) {
    list.push_back({{"id", defect.id}, {"about", defect.about}, {"breaks", defect.breaks}});
  }
  auto& trials = document["trials"] = nlohmann::ordered_json::array();
  for (const JudgedTrial& one : assessment.trials) {
    trials.push_back({{"defect", one.trial.defect},
                      {"subject", one.trial.subject},
                      {"environment", one.trial.environment},
                      {"provenance", one.trial.provenance},
                      {"brief", one.trial.brief},
                      {"attempts", one.trial.attempts},
                      {"exact", one.exact()},
                      {"noticed", one.noticed},
                      {"missed", one.missed},
                      {"unexpected", one.unexpected},
                      {"fell", one.trial.fell},
                      {"trouble", one.trial.trouble}});
  }
  return document;
}

}  // namespace loopcheck::sensitivity
