#include "view.hpp"

#include <algorithm>
#include <set>
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
    // Environments of one subject may differ in the version of the platform, in the documentation that they
    // answer to alone, or in nothing but the id.
    std::map<std::string, std::set<std::string>> versions;
    for (const auto& info : subject.environments) {
      versions[info.environment.platform].insert(info.environment.platform_version);
    }
    const auto with_version = [&](const protocol::Environment& environment) {
      const bool one_version = versions[environment.platform].size() == 1;
      return one_version ? environment_text(environment) : environment_text_with_version(environment);
    };
    const auto with_documentation = [&](const protocol::Environment& environment) {
      return with_version(environment) + " (docs " + environment.documented + ")";
    };
    std::map<std::string, int> by_text;
    std::map<std::string, int> by_text_and_documentation;
    for (const auto& info : subject.environments) {
      ++by_text[with_version(info.environment)];
      ++by_text_and_documentation[with_documentation(info.environment)];
    }
    for (const auto& info : subject.environments) {
      Column column;
      column.subject = &subject;
      column.info = &info;
      column.summary = summaries.at({subject.name, info.environment.id});
      column.subject_text = subject_text(subject);
      column.environment_text = with_version(info.environment);
      if (by_text[column.environment_text] > 1)
        column.environment_text = with_documentation(info.environment);
      if (by_text_and_documentation[column.environment_text] > 1)
        column.environment_text = info.environment.id;
      if (info.environment.provenance != "native")
        column.environment_text += " (" + info.environment.provenance + ")";
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
      const std::size_t attempt = known.size() - 1;
      view.experiments.push_back({&run.header.suite.cases[case_index], case_index, column, attempt, &result});
    }
    if (result.verdict != record::Verdict::pass) view.experiments[*same].all_pass = false;
    rules.at(result.rule)->results.push_back({&result, column, *same});
  }
  for (auto& [id, rule] : rules) {
    std::stable_sort(rule->results.begin(), rule->results.end(),
                     [](const auto& a, const auto& b) { return a.column < b.column; });
  }
  return view;
}

std::vector<Disagreement> disagreements(const View& view) {
  std::vector<Disagreement> list;
  for (const auto& page : view.pages) {
    for (const auto& section : page.sections) {
      for (const auto& rule : section.rules) {
        Disagreement found{&rule, {}, {}};
        std::set<const record::SubjectInfo*> subjects_holding;
        std::set<const record::SubjectInfo*> subjects_breaking;
        for (std::size_t i = 0; i < view.columns.size(); ++i) {
          const auto status = view.columns[i].summary->rules.at(rule.info->id);
          if (status == record::RuleStatus::holds) {
            found.holds.push_back(i);
            subjects_holding.insert(view.columns[i].subject);
          } else if (status == record::RuleStatus::broken) {
            found.broken.push_back(i);
            subjects_breaking.insert(view.columns[i].subject);
          }
        }
        if (subjects_holding.empty() || subjects_breaking.empty()) continue;
        // One subject whose own environments differ disagrees with nobody.
        if (subjects_holding == subjects_breaking && subjects_holding.size() == 1) continue;
        list.push_back(std::move(found));
      }
    }
  }
  return list;
}

std::string where(const View& view, const std::vector<std::size_t>& columns) {
  std::string text;
  const record::SubjectInfo* last = nullptr;
  for (const std::size_t index : columns) {
    const Column& column = view.columns[index];
    if (column.subject == last) {
      text += ", " + column.environment_text;
    } else {
      text += (last == nullptr ? "" : "; ") + column.full_text();
    }
    last = column.subject;
  }
  return shown_in_line(text);
}

std::string provenance_sentence(const View& view) {
  std::size_t native = 0;
  std::size_t wine = 0;
  std::size_t other = 0;
  for (const auto& column : view.columns) {
    const std::string& provenance = column.info->environment.provenance;
    ++(provenance == "native" ? native : provenance == "wine" ? wine : other);
  }
  if (view.columns.empty()) return "";
  std::string text;
  const auto add = [&](std::size_t count, const std::string& how) {
    if (count == 0) return;
    text += text.empty() ? fmt::format("{} in {}", how, counted(count, "environment"))
                         : fmt::format(", {} in {}", how, count);
  };
  add(native, "native");
  add(wine, "under Wine, which is not Windows,");
  add(other, "simulated");
  return text;
}

std::vector<HeldElsewhere> held_elsewhere(const View& view, const record::Run& run) {
  std::vector<HeldElsewhere> groups;
  for (const auto& [provenance, ids] : record::held_only_by(run.summary)) {
    HeldElsewhere group;
    group.how = provenance == "simulated" ? "in simulation"
                : provenance == "wine"    ? "under Wine"
                                          : shown_in_line(provenance);
    for (const auto& page : view.pages) {
      for (const auto& section : page.sections) {
        for (const auto& rule : section.rules) {
          if (std::find(ids.begin(), ids.end(), rule.info->id) != ids.end()) group.rules.push_back(rule.info);
        }
      }
    }
    groups.push_back(std::move(group));
  }
  return groups;
}

namespace {

std::string list_text(const std::vector<std::string>& texts) {
  std::string text;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == texts.size() ? " and " : ", ") + texts[i];
  }
  return text;
}

}  // namespace

std::string subject_sentence(const View& view, const record::SubjectInfo& subject) {
  std::set<std::string> applicable;
  std::set<std::string> broken;
  std::set<std::string> open;
  std::vector<std::string> environments;
  std::vector<std::string> breaking;
  for (const auto& column : view.columns) {
    if (column.subject != &subject) continue;
    environments.push_back(shown_in_line(column.environment_text));
    if (column.summary->broken > 0) breaking.push_back(environments.back());
    for (const auto& [id, status] : column.summary->rules) {
      if (status == record::RuleStatus::not_applicable) continue;
      applicable.insert(id);
      if (status == record::RuleStatus::broken) broken.insert(id);
      if (status == record::RuleStatus::not_verified) open.insert(id);
    }
  }
  if (environments.empty()) return "it offered no environment";
  if (applicable.empty()) return "no documented rule of this run applies, in " + list_text(environments);
  std::erase_if(open, [&](const std::string& id) { return broken.contains(id); });
  const std::size_t holding = applicable.size() - broken.size() - open.size();
  const std::string rules = counted(applicable.size(), "documented rule");
  const char* that_apply = applicable.size() == 1 ? "that applies" : "that apply";
  std::string text;
  if (!broken.empty()) {
    text = fmt::format("{} of {} {} {} broken, in {}", broken.size(), rules, that_apply,
                       broken.size() == 1 ? "is" : "are", list_text(breaking));
    text += fmt::format("; {} hold{}", holding, holding == 1 ? "s" : "");
  } else if (holding == applicable.size()) {
    text = fmt::format("{} {} {} hold{}, in {}", holding == 1 ? "the" : "all", rules, that_apply,
                       holding == 1 ? "s" : "", list_text(environments));
  } else {
    text = fmt::format("{} of {} {} hold{}, none is broken, in {}", holding, rules, that_apply,
                       holding == 1 ? "s" : "", list_text(environments));
  }
  if (!open.empty()) text += fmt::format("; {} not verified everywhere", open.size());
  return text;
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
