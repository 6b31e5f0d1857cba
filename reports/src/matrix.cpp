#include "matrix.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "cases.hpp"
#include "display.hpp"
#include "mustache_data.hpp"

namespace loopcheck::reports {

using kainjow::mustache::data;
using record::RuleStatus;

namespace {

struct Cell {
  const char* css_class;
  const char* text;
};

Cell cell_of(RuleStatus status) {
  switch (status) {
    case RuleStatus::holds:
      return {"h", "holds"};
    case RuleStatus::broken:
      return {"b", "broken"};
    case RuleStatus::not_verified:
      return {"n", "not verified"};
    case RuleStatus::not_applicable:
      break;
  }
  return {"a", "not applicable"};
}

// The cells are most of the table, so they are written without a template, and hold nothing but their words:
// the sign is the style sheet's. What HTML lets leave out is left out. Nothing in them comes from the record
// but numbers.
std::string cells_of(const View& view, const RuleView& rule) {
  struct Marks {
    std::size_t notes = 0;
    std::size_t flaky = 0;
  };
  std::vector<Marks> marks(view.columns.size());
  for (const auto& entry : rule.results) {
    const auto& result = *entry.result;
    if (result.level == record::Level::observed && result.verdict == record::Verdict::fail)
      ++marks[entry.column].notes;
    if (result.flaky) ++marks[entry.column].flaky;
  }
  std::string cells;
  for (std::size_t i = 0; i < view.columns.size(); ++i) {
    const auto& summary = *view.columns[i].summary;
    const Cell cell = cell_of(summary.rules.at(rule.info->id));
    const auto& known = summary.known_broken;
    const bool is_known = std::find(known.begin(), known.end(), rule.info->id) != known.end();
    std::string text = cell.text;
    if (is_known) text += ", a known failure";
    if (marks[i].flaky > 0) text += ", <sup>~</sup> flaky";
    if (marks[i].notes > 0)
      text += fmt::format(", <sup>{}</sup> {}", marks[i].notes, marks[i].notes == 1 ? "note" : "notes");
    cells += is_known ? fmt::format("<td class=\"{} known\">{}", cell.css_class, text)
                      : fmt::format("<td class={}>{}", cell.css_class, text);
  }
  return cells;
}

// The cases of a rule, for readers without JavaScript.
data cases_of(const View& view, const RuleView& rule) {
  data list(data::type::list);
  std::set<std::size_t> cases;
  for (const auto& entry : rule.results) cases.insert(view.experiments[entry.experiment].case_index);
  std::size_t number = 0;
  for (const std::size_t index : cases) {
    data item;
    put(item, "anchor", case_anchor(index));
    put(item, "number", std::to_string(++number));
    list.push_back(item);
  }
  return list;
}

// "12/13": the rules that hold, of those that apply.
data counts_of(const View& view, const std::vector<const RuleView*>& rules) {
  data counts(data::type::list);
  for (const auto& column : view.columns) {
    std::size_t holds = 0;
    std::size_t applicable = 0;
    for (const auto* rule : rules) {
      const RuleStatus status = column.summary->rules.at(rule->info->id);
      if (status == RuleStatus::holds) ++holds;
      if (status != RuleStatus::not_applicable) ++applicable;
    }
    counts.push_back(applicable == 0 ? data("–") : data(fmt::format("{}/{}", holds, applicable)));
  }
  return counts;
}

data rule_data(const View& view, const RuleView& rule, const std::map<std::string, std::string>& findings) {
  const record::RuleInfo& info = *rule.info;
  data row;
  put(row, "rule", shown_in_line(info.id));
  put(row, "statement", shown_in_line(info.statement));
  put(row, "link", shown_in_line(documentation_link(info)));
  const auto finding = findings.find(info.id);
  put(row, "finding", finding == findings.end() ? "" : finding->second);
  const bool applies = std::any_of(view.columns.begin(), view.columns.end(), [&](const Column& column) {
    return column.summary->rules.at(info.id) != RuleStatus::not_applicable;
  });
  row.set("applies_nowhere", !applies);
  put(row, "sums_up", info.implied_by.empty() ? "" : counted(info.implied_by.size(), "rule"));
  put(row, "documented", shown_in_line(info.documented));
  row.set("has_cases", !rule.results.empty());
  row.set("cases", cases_of(view, rule));
  put(row, "cells", cells_of(view, rule));
  return row;
}

}  // namespace

data matrix_data(const View& view, const std::map<std::string, std::string>& findings) {
  data pages(data::type::list);
  for (const auto& page : view.pages) {
    std::vector<const RuleView*> of_page;
    data sections(data::type::list);
    for (const auto& section : page.sections) {
      std::vector<const RuleView*> of_section;
      data rules(data::type::list);
      for (const auto& rule : section.rules) {
        of_page.push_back(&rule);
        of_section.push_back(&rule);
        rules.push_back(rule_data(view, rule, findings));
      }
      data item;
      put(item, "section", section.title.empty() ? "The whole page" : shown_in_line(section.title));
      item.set("counts", counts_of(view, of_section));
      item.set("rules", rules);
      sections.push_back(item);
    }
    data item;
    put(item, "page", shown_in_line(page.page));
    put(item, "tier", page.tier == 1 ? "the page itself" : "what it leans on");
    item.set("counts", counts_of(view, of_page));
    item.set("sections", sections);
    pages.push_back(item);
  }
  return pages;
}

}  // namespace loopcheck::reports
