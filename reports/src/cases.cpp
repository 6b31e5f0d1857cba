#include "cases.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "display.hpp"
#include "mustache_data.hpp"
#include "plain_words.hpp"

namespace loopcheck::reports {

using kainjow::mustache::data;

namespace {

// The columns of a case by verdict.
using Outcome = std::map<record::Verdict, std::set<std::size_t>>;

std::string verdict_text(const View& view, const Outcome& outcome) {
  if (outcome.size() == 1 && outcome.begin()->first == record::Verdict::pass) return "";
  std::string text;
  for (const auto& [verdict, columns] : outcome) {
    text += fmt::format("{}{} in {}", text.empty() ? "" : "; ", to_text(verdict),
                        verdict == record::Verdict::pass ? counted(columns.size(), "environment")
                                                         : where(view, {columns.begin(), columns.end()}));
  }
  return text + ".";
}

}  // namespace

// Nested lists, since steps are nested. End tags of items are left out, as HTML allows: this is a good part
// of the page's size.
std::string tried_html(const nlohmann::json& steps) {
  std::string html;
  std::size_t depth = 0;
  for (const auto& step : tried(steps)) {
    for (; depth < step.depth; ++depth) html += "<ul>";
    for (; depth > step.depth; --depth) html += "</ul>";
    html += "<li>";
    if (!step.id.empty()) html += "<code>" + content(step.id) + "</code> ";
    html += content(step.words);
  }
  for (; depth > 0; --depth) html += "</ul>";
  return html;
}

std::string case_anchor(std::size_t case_index) {
  return fmt::format("c{}", case_index);
}

std::string stderr_anchor(const View& view, const record::SubjectInfo& subject) {
  if (subject.stderr_excerpt.empty() || view.columns.empty()) return "";
  const auto first = std::find_if(view.columns.begin(), view.columns.end(),
                                  [&](const Column& column) { return column.subject == &subject; });
  return first == view.columns.end() ? "" : fmt::format("stderr-{}", first - view.columns.begin());
}

data cases_data(const View& view, const record::Run& run) {
  std::map<std::size_t, Outcome> outcomes;
  for (const auto& page : view.pages) {
    for (const auto& section : page.sections) {
      for (const auto& rule : section.rules) {
        for (const auto& entry : rule.results) {
          outcomes[view.experiments[entry.experiment].case_index][entry.result->verdict].insert(entry.column);
        }
      }
    }
  }
  data list(data::type::list);
  for (const auto& [index, outcome] : outcomes) {
    const record::CaseInfo& info = run.header.suite.cases[index];
    data item;
    put(item, "anchor", case_anchor(index));
    put(item, "title", shown_in_line(info.title));
    put(item, "id", shown_in_line(info.id));
    put(item, "file", shown_in_line(info.file));
    put(item, "purpose", shown(info.purpose));
    put(item, "verdicts", verdict_text(view, outcome));
    list.push_back(item);
  }
  return list;
}

}  // namespace loopcheck::reports
