#include "support.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "display.hpp"

namespace loopcheck::reports {

using record::RuleStatus;

std::string_view to_text(SupportAnswer answer) {
  switch (answer) {
    case SupportAnswer::yes:
      return "yes";
    case SupportAnswer::partly:
      return "partly";
    case SupportAnswer::no:
      return "no";
    case SupportAnswer::not_documented:
      break;
  }
  return "not documented";
}

SupportView::SupportView(const Support& support) : support_(support) {
  if (support.run != nullptr) view_ = make_view(*support.run);
}

std::vector<SupportEvidence> SupportView::evidence(const SupportRow& row) const {
  std::vector<SupportEvidence> list;
  if (!view_) return list;
  for (const std::size_t index : row.environments) {
    SupportEvidence found;
    found.column = &view_->columns.at(index);
    for (const auto& span : row.spans) {
      for (const auto& id : span.rules) {
        const auto& statuses = found.column->summary->rules;
        const auto status = statuses.find(id);
        const bool told = std::any_of(found.rules.begin(), found.rules.end(),
                                      [&](const auto& known) { return known.first == id; });
        if (told || status == statuses.end() || status->second == RuleStatus::not_applicable) continue;
        found.rules.emplace_back(id, status->second);
      }
    }
    if (found.rules.empty()) continue;
    const auto any = [&](RuleStatus wanted) {
      return std::any_of(found.rules.begin(), found.rules.end(),
                         [&](const auto& rule) { return rule.second == wanted; });
    };
    found.status = any(RuleStatus::broken)  ? RuleStatus::broken
                   : any(RuleStatus::holds) ? RuleStatus::holds
                                            : RuleStatus::not_verified;
    list.push_back(std::move(found));
  }
  return list;
}

std::vector<std::string> SupportView::evidence_texts(const SupportRow& row) const {
  if (!view_) return {};
  std::vector<std::pair<std::string, std::vector<std::size_t>>> groups;
  for (const auto& status : {RuleStatus::broken, RuleStatus::holds, RuleStatus::not_verified}) {
    const std::string word = status == RuleStatus::holds    ? "verified"
                             : status == RuleStatus::broken ? "broken"
                                                            : "not verified";
    for (const auto& found : evidence(row)) {
      if (found.status != status) continue;
      const std::string name =
          fmt::format("{} ({})", word, shown_in_line(found.column->info->environment.provenance));
      auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& g) { return g.first == name; });
      if (group == groups.end()) group = groups.insert(groups.end(), {name, {}});
      group->second.push_back(static_cast<std::size_t>(found.column - view_->columns.data()));
    }
  }
  std::vector<std::string> texts;
  for (const auto& [name, columns] : groups) texts.push_back(name + ": " + where(*view_, columns));
  if (texts.empty()) texts.emplace_back("not verified by this run");
  return texts;
}

std::vector<std::string> SupportView::warnings() const {
  std::vector<std::string> list;
  if (support_.run == nullptr) return list;
  if (support_.run->header.suite.digest != support_.suite)
    list.emplace_back("The run is of other rules and cases than these.");
  if (!support_.run->complete) list.emplace_back("The run is not complete.");
  return list;
}

std::string loop_text(const SupportRow& row) {
  std::string text = row.loop == "other" ? "loops of other kinds" : row.loop + " loop";
  if (!row.all_selectors) {
    std::string selectors;
    for (const auto& selector : row.selectors) selectors += (selectors.empty() ? "" : ", ") + selector;
    text += " (" + selectors + ")";
  }
  return row.is_default ? text + ", default" : text;
}

std::vector<const record::RuleInfo*> rules_of(const Support& support, const SupportFeature& feature) {
  std::vector<const record::RuleInfo*> list;
  const auto add = [&](const std::vector<std::string>& ids) {
    for (const auto& id : ids) {
      const record::RuleInfo* rule = &support.rules.at(id);
      if (std::find(list.begin(), list.end(), rule) == list.end()) list.push_back(rule);
    }
  };
  for (const auto& row : feature.rows) {
    for (const auto& span : row.spans) add(span.rules);
  }
  for (const auto& row : feature.rows) add(row.notes);
  return list;
}

std::size_t number_of(const std::vector<const record::RuleInfo*>& rules, const std::string& id) {
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const auto* rule) { return rule->id == id; });
  return static_cast<std::size_t>(found - rules.begin()) + 1;
}

std::string references_text(const std::vector<const record::RuleInfo*>& rules,
                            const std::vector<std::string>& ids, const std::string& before,
                            const std::string& after) {
  std::vector<std::size_t> numbers;
  for (const auto& id : ids) numbers.push_back(number_of(rules, id));
  std::string text;
  for (std::size_t i = 0; i < numbers.size();) {
    std::size_t last = i;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    const bool is_run = last - i >= 2;
    if (!text.empty()) text += ", ";
    text += before + std::to_string(numbers[i]) + after;
    if (is_run) text += "–" + before + std::to_string(numbers[last]) + after;
    i = is_run ? last + 1 : i + 1;
  }
  return text;
}

std::string documented_text(const record::RuleInfo& rule) {
  return "documented " + shown_in_line(rule.documented);
}

}  // namespace loopcheck::reports
