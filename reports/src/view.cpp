#include "view.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "display.hpp"

namespace loopcheck::reports {

namespace {

std::vector<Column> make_columns(const record::Run& run) {
  std::map<std::pair<std::string, std::string>, const record::EnvironmentSummary*> summaries;
  for (const auto& summary : run.summary.environments) {
    summaries.emplace(std::pair(summary.subject, summary.environment), &summary);
  }
  std::vector<Column> columns;
  for (const auto& subject : run.header.subjects) {
    // Environments of one subject may differ in the documentation that they answer to alone, or in nothing
    // but the id.
    std::map<std::string, int> by_text;
    std::map<std::string, int> by_text_and_documentation;
    const auto with_documentation = [](const protocol::Environment& environment) {
      return environment_text(environment) + " (docs " + environment.documented + ")";
    };
    for (const auto& info : subject.environments) {
      ++by_text[environment_text(info.environment)];
      ++by_text_and_documentation[with_documentation(info.environment)];
    }
    for (const auto& info : subject.environments) {
      Column column;
      column.subject = &subject;
      column.info = &info;
      column.summary = summaries.at({subject.name, info.environment.id});
      column.subject_text = subject.version.empty() ? subject.name : subject.name + " " + subject.version;
      column.environment_text = environment_text(info.environment);
      if (by_text[column.environment_text] > 1)
        column.environment_text = with_documentation(info.environment);
      if (by_text_and_documentation[column.environment_text] > 1)
        column.environment_text = info.environment.id;
      columns.push_back(std::move(column));
    }
  }
  return columns;
}

// Pages by their lowest tier, then as the suite has them; sections and rules as the suite has them.
std::vector<PageOfRules> make_pages(const record::Run& run) {
  std::vector<PageOfRules> pages;
  for (const auto& rule : run.header.suite.rules) {
    auto page = std::find_if(pages.begin(), pages.end(), [&](const auto& p) { return p.page == rule.page; });
    if (page == pages.end()) page = pages.insert(pages.end(), PageOfRules{rule.page, rule.tier, {}});
    page->tier = std::min(page->tier, rule.tier);
    auto section = std::find_if(page->sections.begin(), page->sections.end(),
                                [&](const auto& s) { return s.title == rule.section; });
    if (section == page->sections.end()) {
      section = page->sections.insert(page->sections.end(), Section{rule.section, {}});
    }
    section->rules.push_back({&rule, {}});
  }
  std::stable_sort(pages.begin(), pages.end(), [](const auto& a, const auto& b) { return a.tier < b.tier; });
  return pages;
}

}  // namespace

View make_view(const record::Run& run) {
  View view;
  view.columns = make_columns(run);
  view.pages = make_pages(run);

  std::map<std::pair<std::string, std::string>, std::size_t> columns;
  for (std::size_t i = 0; i < view.columns.size(); ++i) {
    columns.emplace(std::pair(view.columns[i].subject->name, view.columns[i].info->environment.id), i);
  }
  std::map<std::string, std::size_t> cases;
  for (std::size_t i = 0; i < run.header.suite.cases.size(); ++i)
    cases.emplace(run.header.suite.cases[i].id, i);
  std::map<std::string, RuleView*> rules;
  for (auto& page : view.pages) {
    for (auto& section : page.sections) {
      for (auto& rule : section.rules) rules.emplace(rule.info->id, &rule);
    }
  }

  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::size_t>> experiments;
  for (const auto& result : run.results) {
    const std::size_t column = columns.at({result.subject, result.environment.id});
    const std::size_t case_index = cases.at(result.case_id);
    auto& known = experiments[{case_index, column}];
    // Another attempt of the same case may have another transcript; it is then an experiment of its own.
    auto same = std::find_if(known.begin(), known.end(), [&](std::size_t i) {
      return view.experiments[i].source->transcript == result.transcript;
    });
    if (same == known.end()) {
      same = known.insert(known.end(), view.experiments.size());
      view.experiments.push_back({&run.header.suite.cases[case_index], case_index, column, &result});
    }
    rules.at(result.rule)->results.push_back({&result, column, *same});
  }
  for (auto& [id, rule] : rules) {
    std::stable_sort(rule->results.begin(), rule->results.end(),
                     [](const auto& a, const auto& b) { return a.column < b.column; });
  }
  return view;
}

std::string verdict_sentence(const record::EnvironmentSummary& summary) {
  const std::size_t applicable = summary.holds + summary.broken + summary.not_verified;
  if (applicable == 0) return "no documented rule of this run applies";
  std::string sentence =
      fmt::format("{} of {} applicable documented rule{} hold{}", summary.holds, applicable,
                  applicable == 1 ? "" : "s", summary.holds == 1 && applicable == 1 ? "s" : "");
  if (summary.broken > 0) sentence += fmt::format(", {} broken", summary.broken);
  if (!summary.known_broken.empty()) sentence += fmt::format(" ({} known)", summary.known_broken.size());
  if (summary.not_verified > 0) sentence += fmt::format(", {} not verified", summary.not_verified);
  return sentence;
}

}  // namespace loopcheck::reports
