#include "findings.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "cases.hpp"
#include "display.hpp"
#include "loopcheck/reports/standing.hpp"
#include "mustache_data.hpp"
#include "readable.hpp"

namespace loopcheck::reports {

using kainjow::mustache::data;
using record::Level;
using record::RuleStatus;
using record::Verdict;

namespace {

constexpr std::size_t results_limit = 300;  // spelled out on one page, in all kinds of findings together
constexpr std::size_t lines_limit = 200;    // of one transcript
constexpr std::size_t text_limit = 8'000;   // bytes of one text
constexpr std::size_t few_findings = 2;     // that many are open from the start
constexpr std::array<const char*, 3> kind_names = {"broken", "trouble", "note"};

// As the content of an element.
std::string long_text(const std::string& text) {
  return content(shortened(shown(text), text_limit));
}

struct Sign {
  const char* text;
  const char* css_class;
};

Sign sign_of(const record::Result& result) {
  switch (result.verdict) {
    case Verdict::pass:
      return {"✓", "h"};
    case Verdict::fail:
      return result.level == Level::observed ? Sign{"≠", "o"} : Sign{"✗", "b"};
    case Verdict::crash:
    case Verdict::timeout:
      return {"✗", "b"};
    case Verdict::protocol_violation:
    case Verdict::harness_error:
      return {"!", "t"};
    case Verdict::unsupported:
    case Verdict::skipped:
      break;
  }
  return {"?", "n"};
}

bool is_of(const record::Result& result, FindingKind kind) {
  const bool trouble =
      result.verdict == Verdict::protocol_violation || result.verdict == Verdict::harness_error;
  const bool note = result.level == Level::observed && result.verdict == Verdict::fail;
  if (kind == FindingKind::trouble) return trouble;
  if (kind == FindingKind::notes) return note;
  return is_failure(result.verdict) && !note;
}

// "  1.2 ms  watch returned true  (57 µs)", line by line: a table would be four times the size.
std::string transcript_html(const std::vector<TimelineLine>& timeline, std::size_t limit) {
  std::string html;
  for (std::size_t i = 0; i < std::min(timeline.size(), limit); ++i) {
    const TimelineLine& line = timeline[i];
    std::string text = content(line.text);
    if (line.is_trouble) text = "<b>" + text + "</b>";
    if (line.is_event) text = "<i>" + text + "</i>";
    html += fmt::format("{:>8}  {}{}{}\n", line.has_time ? duration_text(line.at) : "",
                        line.is_event ? "  " : "", text, line.took.empty() ? "" : "  (" + line.took + ")");
  }
  return html;
}

}  // namespace

std::string id_text(const std::string& text) {
  std::string id = text;
  for (char& c : id) {
    const bool plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    if (!plain) c = '_';
  }
  return id;
}

FindingsWriter::FindingsWriter(const View& view) : view_(view), shown_at_(view.experiments.size()) {}

Findings FindingsWriter::broken() {
  return write(FindingKind::broken);
}
Findings FindingsWriter::trouble() {
  return write(FindingKind::trouble);
}
Findings FindingsWriter::notes() {
  return write(FindingKind::notes);
}

std::vector<std::size_t> FindingsWriter::broken_columns(const RuleView& rule) const {
  std::vector<std::size_t> columns;
  for (std::size_t i = 0; i < view_.columns.size(); ++i) {
    if (view_.columns[i].summary->rules.at(rule.info->id) == RuleStatus::broken) columns.push_back(i);
  }
  return columns;
}

Findings FindingsWriter::write(FindingKind kind) {
  Findings findings;
  std::vector<data> list;
  for (const auto& page : view_.pages) {
    for (const auto& section : page.sections) {
      for (const auto& rule : section.rules) {
        std::vector<const ResultView*> results;
        bool any = kind == FindingKind::broken && !broken_columns(rule).empty();
        for (const auto& entry : rule.results) {
          if (!is_of(*entry.result, kind)) continue;
          any = true;
          if (results_shown_ == results_limit) {
            ++findings.cut;
            continue;
          }
          ++results_shown_;
          results.push_back(&entry);
        }
        if (!any) continue;
        ++findings.count;
        // A rule whose results were all left out is in the table; here it would be an empty box.
        if (results.empty() && results_shown_ == results_limit) continue;
        list.push_back(finding(kind, rule, results));
      }
    }
  }
  for (auto& item : list) {
    item.set("is_open", kind != FindingKind::notes && findings.count <= few_findings);
    findings.list.push_back(item);
  }
  return findings;
}

data FindingsWriter::finding(FindingKind kind, const RuleView& rule,
                             const std::vector<const ResultView*>& results) {
  const record::RuleInfo& info = *rule.info;
  const std::string anchor = std::string(kind_names[static_cast<std::size_t>(kind)]) + "-" + id_text(info.id);
  first_of_rule_.emplace(info.id, anchor);

  std::vector<std::size_t> columns;
  for (const auto* entry : results) columns.push_back(entry->column);
  data because_rules(data::type::list);
  bool because = false;
  bool known = false;
  if (kind == FindingKind::broken) {
    const auto broken = broken_columns(rule);
    columns.insert(columns.end(), broken.begin(), broken.end());
    known = !broken.empty();
    for (const std::size_t column : broken) {
      const auto& list = view_.columns[column].summary->known_broken;
      known = known && std::find(list.begin(), list.end(), info.id) != list.end();
    }
    for (const auto& id : info.implied_by) {
      const bool is_broken = std::any_of(broken.begin(), broken.end(), [&](std::size_t column) {
        const auto& rules = view_.columns[column].summary->rules;
        const auto found = rules.find(id);
        return found != rules.end() && found->second == RuleStatus::broken;
      });
      if (!is_broken) continue;
      because = true;
      data item;
      put(item, "id", shown_in_line(id));
      because_rules.push_back(item);
    }
  }
  std::sort(columns.begin(), columns.end());
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());

  constexpr std::array<Sign, 3> signs = {Sign{"✗", "b"}, Sign{"!", "t"}, Sign{"≠", "o"}};
  const Sign sign = signs[static_cast<std::size_t>(kind)];
  data result;
  put(result, "kind", kind_names[static_cast<std::size_t>(kind)]);
  put(result, "anchor", anchor);
  put(result, "rule", shown_in_line(info.id));
  put(result, "sign", sign.text);
  put(result, "sign_class", sign.css_class);
  put(result, "statement", shown_in_line(info.statement));
  put(result, "where", where(view_, columns));
  result.set("known", known);
  put(result, "link", shown_in_line(documentation_link(info)));
  put(result, "link_text", shown_in_line(info.page + (info.section.empty() ? "" : ", " + info.section)));
  put(result, "documented", shown_in_line(info.documented));
  put(result, "rule_note", shown(info.note));
  result.set("because", because);
  result.set("because_rules", because_rules);

  data wrote(data::type::list);
  const record::SubjectInfo* last = nullptr;
  for (const std::size_t column : columns) {
    const record::SubjectInfo* subject = view_.columns[column].subject;
    const std::string anchor = stderr_anchor(view_, *subject);
    if (subject == last || anchor.empty()) continue;
    last = subject;
    data item;
    put(item, "anchor", anchor);
    put(item, "subject", shown_in_line(subject->name));
    wrote.push_back(item);
  }
  result.set("wrote", wrote);

  // By case, in the order of their first results: the steps are told once for all environments.
  std::vector<std::pair<std::size_t, std::vector<const ResultView*>>> cases;
  for (const auto* entry : results) {
    const std::size_t case_index = view_.experiments[entry->experiment].case_index;
    auto place =
        std::find_if(cases.begin(), cases.end(), [&](const auto& c) { return c.first == case_index; });
    if (place == cases.end()) place = cases.insert(cases.end(), {case_index, {}});
    place->second.push_back(entry);
  }
  data list(data::type::list);
  for (const auto& [index, entries] : cases) list.push_back(one_case(entries));
  result.set("cases", list);
  return result;
}

data FindingsWriter::one_case(const std::vector<const ResultView*>& results) {
  const Experiment& experiment = view_.experiments[results.front()->experiment];
  const record::CaseInfo& info = *experiment.info;
  data result;
  put(result, "case_title", shown_in_line(info.title));
  put(result, "case_id", shown_in_line(info.id));
  put(result, "case_file", shown_in_line(info.file));
  put(result, "purpose", shown(info.purpose));
  const auto [place, is_new] =
      tried_at_.emplace(experiment.case_index, fmt::format("tried-{}", experiment.case_index));
  put(result, "tried", is_new ? tried_html(info.steps) : "");
  put(result, "tried_anchor", place->second);
  put(result, "tried_at", is_new ? "" : place->second);
  data outcomes(data::type::list);
  for (const auto* entry : results) outcomes.push_back(outcome(*entry));
  result.set("outcomes", outcomes);
  return result;
}

data FindingsWriter::outcome(const ResultView& entry) {
  const record::Result& from = *entry.result;
  const Sign sign = sign_of(from);
  data result;
  put(result, "sign", sign.text);
  put(result, "sign_class", sign.css_class);
  put(result, "verdict", std::string(to_text(from.verdict)));
  put(result, "level", std::string(to_text(from.level)));
  put(result, "environment", shown_in_line(view_.columns[entry.column].full_text()));
  put(result, "duration", duration_text(from.duration));
  put(result, "flaky", flaky_text(from));
  result.set("known_failure", from.known_failure);
  put(result, "known_reason", long_text(from.known_reason));
  put(result, "known_link", from.known_link.starts_with("https://") ? shown_in_line(from.known_link) : "");
  put(result, "known_otherwise", long_text(from.known_otherwise));
  put(result, "message", long_text(own_message(from)));
  put(result, "expected", long_text(from.expected));
  put(result, "observed", long_text(from.observed));
  put(result, "note", long_text(from.note));
  put(result, "rerun", long_text(from.rerun));
  add_transcript(result, entry);
  return result;
}

void FindingsWriter::add_transcript(data& target, const ResultView& entry) {
  std::string& shown_at = shown_at_[entry.experiment];
  put(target, "elsewhere", shown_at);
  target.set("transcript", false);
  if (!shown_at.empty()) return;
  shown_at = fmt::format("transcript-{}", entry.experiment);
  put(target, "transcript_anchor", shown_at);

  const auto timeline = timeline_lines(entry.result->transcript);
  data transcript;
  put(transcript, "lines", transcript_html(timeline, lines_limit));
  put(transcript, "cut", timeline.size() > lines_limit ? std::to_string(timeline.size() - lines_limit) : "");
  if (!timeline.empty()) target.set("transcript", transcript);
  if (timeline.empty()) shown_at.clear();
}

}  // namespace loopcheck::reports
