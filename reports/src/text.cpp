#include "loopcheck/reports/text.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "display.hpp"
#include "loopcheck/reports/merge.hpp"
#include "loopcheck/reports/standing.hpp"
#include "markup.hpp"
#include "terminal_text.hpp"
#include "view.hpp"

namespace loopcheck::reports {

namespace {

constexpr std::array<std::string_view, 7> headings = {"subject",      "environment",    "holds", "broken",
                                                      "not verified", "not applicable", "notes"};
constexpr std::size_t first_number = 2;
using Row = std::array<std::string, headings.size()>;

Align align_of(std::size_t column) {
  return column >= first_number ? Align::right : Align::left;
}

Row row_of(const Column& column) {
  const auto& summary = *column.summary;
  std::string broken = std::to_string(summary.broken);
  if (!summary.known_broken.empty()) broken += fmt::format(" ({} known)", summary.known_broken.size());
  return {shown_in_line(column.subject_text),    shown_in_line(column.environment_text),
          std::to_string(summary.holds),         broken,
          std::to_string(summary.not_verified),  std::to_string(summary.not_applicable),
          std::to_string(summary.observed_notes)};
}

// "2 rules: a, b"
std::string ids_of(const std::vector<const record::RuleInfo*>& rules) {
  std::string text = counted(rules.size(), "rule") + ": ";
  for (std::size_t i = 0; i < rules.size(); ++i) text += (i == 0 ? "" : ", ") + shown_in_line(rules[i]->id);
  return text;
}

struct BrokenRule {
  const record::RuleInfo* info;
  std::vector<std::string> where;
  bool known;                        // everywhere where it is broken
  std::vector<std::string> reasons;  // of what is known, each once
};

std::vector<std::string> known_reasons(const RuleView& rule) {
  std::vector<std::string> reasons;
  for (const auto& entry : rule.results) {
    if (standing_of(*entry.result) != Standing::known_failure) continue;
    const auto reason = known_reason_of(*entry.result);
    if (!reason.empty() && std::find(reasons.begin(), reasons.end(), reason) == reasons.end())
      reasons.push_back(reason);
  }
  return reasons;
}

// What a person should look at besides the broken rules: what is not as the list of known failures has it,
// and what comes and goes.
struct News {
  const char* kind;
  std::string text;
};

std::vector<News> news_of(const View& view) {
  std::vector<News> list;
  for (const auto& page : view.pages) {
    for (const auto& section : page.sections) {
      for (const auto& rule : section.rules) {
        for (const auto& entry : rule.results) {
          const record::Result& result = *entry.result;
          const auto add = [&](const char* kind, const std::string& detail) {
            list.push_back(
                {kind,
                 fmt::format("{} of {} on {}{}", shown_in_line(result.case_id), shown_in_line(rule.info->id),
                             view.columns[entry.column].full_text(), detail.empty() ? "" : ": " + detail)});
          };
          if (standing_of(result) == Standing::known_pass) add("unexpected pass", known_reason_of(result));
          if (!result.known_otherwise.empty())
            add("changed", "listed as " + shown_in_line(result.known_otherwise));
          if (result.flaky) add("flaky", flaky_text(result));
        }
      }
    }
  }
  return list;
}

std::vector<BrokenRule> broken_rules(const View& view) {
  std::vector<BrokenRule> list;
  for (const auto& page : view.pages) {
    for (const auto& section : page.sections) {
      for (const auto& rule : section.rules) {
        BrokenRule broken{rule.info, {}, true, known_reasons(rule)};
        for (const auto& column : view.columns) {
          if (column.summary->rules.at(rule.info->id) != record::RuleStatus::broken) continue;
          broken.where.push_back(shown_in_line(column.full_text()));
          const auto& known = column.summary->known_broken;
          if (std::find(known.begin(), known.end(), rule.info->id) == known.end()) broken.known = false;
        }
        if (!broken.where.empty()) list.push_back(std::move(broken));
      }
    }
  }
  return list;
}

std::string error_of(const record::Run& run, const std::string& name) {
  for (const auto& subject : run.header.subjects) {
    if (subject.name == name && !subject.error.empty()) return shown_in_line(subject.error);
  }
  return "no reason was recorded";
}

std::string joined(const std::vector<std::string>& texts) {
  std::string result;
  for (const auto& text : texts) result += (result.empty() ? "" : ", ") + text;
  return result;
}

}  // namespace

std::string render_text(const record::Run& run, const TextOptions& options) {
  const View view = make_view(run);
  const Paint paint(options.colour);
  std::vector<Row> rows;
  for (const auto& column : view.columns) rows.push_back(row_of(column));
  std::array<std::size_t, headings.size()> widths{};
  for (std::size_t i = 0; i < headings.size(); ++i) {
    widths[i] = headings[i].size();
    for (const auto& row : rows) widths[i] = std::max(widths[i], display_width(row[i]));
  }

  std::string text;
  if (!rows.empty()) {
    std::string line;
    for (std::size_t i = 0; i < headings.size(); ++i) {
      line += (i == 0 ? "" : "  ") + padded(std::string(headings[i]), widths[i], align_of(i));
    }
    text += paint("1", line) + "\n";
  }
  for (std::size_t r = 0; r < rows.size(); ++r) {
    const auto& summary = *view.columns[r].summary;
    const std::array<const char*, headings.size()> colours = {"",
                                                              "",
                                                              summary.holds > 0 ? "32" : "",
                                                              summary.broken > 0 ? "31" : "",
                                                              summary.not_verified > 0 ? "33" : "",
                                                              "",
                                                              ""};
    std::string line;
    for (std::size_t i = 0; i < headings.size(); ++i) {
      const std::string cell = padded(rows[r][i], widths[i], align_of(i));
      line += (i == 0 ? "" : "  ") + paint(colours[i], cell);
    }
    text += line + "\n";
  }
  for (const auto& broken : broken_rules(view)) {
    text += fmt::format("{} {}: {} ({}{})\n", paint("31", "broken"), shown_in_line(broken.info->id),
                        shown_in_line(broken.info->statement), joined(broken.where),
                        broken.known ? "; known" : "");
    for (const auto& reason : broken.reasons) text += fmt::format("  known: {}\n", reason);
  }
  for (const auto& news : news_of(view)) text += fmt::format("{} {}\n", paint("31", news.kind), news.text);
  for (const auto& group : held_elsewhere(view, run))
    text += fmt::format("held only {}, nowhere natively: {}\n", group.how, ids_of(group.rules));
  for (const auto& name : run.summary.failed_subjects) {
    text += fmt::format("{} {}: {}\n", paint("31", "failed"), shown_in_line(name), error_of(run, name));
  }
  for (const auto& sentence : what_is_missing(run)) text += sentence + "\n";
  if (!run.complete) text += "This run is not complete.\n";
  return text;
}

std::string render_markdown(const record::Run& run) {
  const View view = make_view(run);
  std::string text;
  for (const auto& subject : run.header.subjects) {
    const bool offered = std::any_of(view.columns.begin(), view.columns.end(),
                                     [&](const Column& column) { return column.subject == &subject; });
    if (!offered) continue;  // told by what failed
    const std::string name = subject_text(subject);
    text += fmt::format("- **{}**: {}.\n", for_markdown(shown_in_line(name)),
                        for_markdown(subject_sentence(view, subject)));
  }
  if (!text.empty()) text += "\n";
  text += "|";
  for (const auto heading : headings) text += fmt::format(" {} |", heading);
  text += "\n|";
  for (std::size_t i = 0; i < headings.size(); ++i) text += i >= first_number ? "---:|" : "---|";
  text += "\n";
  for (const auto& column : view.columns) {
    text += "|";
    for (const auto& cell : row_of(column)) text += fmt::format(" {} |", for_markdown(cell));
    text += "\n";
  }
  const auto broken = broken_rules(view);
  if (!broken.empty()) text += "\n";
  for (const auto& rule : broken) {
    text += fmt::format("- **broken** [{}]({}): {} ({}{})\n", for_markdown(shown_in_line(rule.info->id)),
                        shown_in_line(documentation_link(*rule.info)),
                        for_markdown(shown_in_line(rule.info->statement)), for_markdown(joined(rule.where)),
                        rule.known ? "; known" : "");
    for (const auto& reason : rule.reasons) text += fmt::format("  - known: {}\n", for_markdown(reason));
  }
  const auto news = news_of(view);
  if (!news.empty()) text += "\n";
  for (const auto& one : news) text += fmt::format("- **{}** {}\n", one.kind, for_markdown(one.text));
  const auto elsewhere = held_elsewhere(view, run);
  if (!elsewhere.empty()) text += "\n";
  for (const auto& group : elsewhere)
    text += fmt::format("- **held only {}**, nowhere natively: {}\n", group.how,
                        for_markdown(ids_of(group.rules)));
  if (!run.summary.failed_subjects.empty()) text += "\n";
  for (const auto& name : run.summary.failed_subjects) {
    text += fmt::format("- **failed** {}: {}\n", for_markdown(shown_in_line(name)),
                        for_markdown(error_of(run, name)));
  }
  for (const auto& sentence : what_is_missing(run)) text += "\n" + for_markdown(sentence) + "\n";
  if (!run.complete) text += "\nThis run is not complete.\n";
  return text;
}

}  // namespace loopcheck::reports
