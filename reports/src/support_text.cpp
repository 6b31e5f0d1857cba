// `loopcheck support` for terminals.
#include <algorithm>

#include <fmt/format.h>

#include "display.hpp"
#include "support.hpp"
#include "terminal_text.hpp"

namespace loopcheck::reports {
namespace {

constexpr std::size_t line_width = 100;

const char* colour_of(SupportAnswer answer) {
  switch (answer) {
    case SupportAnswer::yes:
      return "32";
    case SupportAnswer::partly:
      return "33";
    case SupportAnswer::no:
      return "31";
    case SupportAnswer::not_documented:
      break;
  }
  return "2";
}

// Words on lines of a bounded width, which begin with blanks. Breaks at blanks only.
std::string wrapped(const std::string& text, std::size_t first_indent, std::size_t indent) {
  std::string result;
  std::size_t column = line_width;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::string word = text.substr(at, end - at);
    at = end + 1;
    if (column + 1 + display_width(word) > line_width) {
      const std::size_t blanks = result.empty() ? first_indent : indent;
      result += (result.empty() ? "" : "\n") + std::string(blanks, ' ') + word;
      column = blanks + display_width(word);
    } else {
      result += " " + word;
      column += 1 + display_width(word);
    }
  }
  return result + "\n";
}

std::string references(const std::vector<const record::RuleInfo*>& rules,
                       const std::vector<std::string>& ids) {
  return references_text(rules, ids, "[", "]");
}

std::string feature_text(const Support& support, const SupportView& view, const SupportFeature& feature,
                         const Paint& paint) {
  const auto rules = rules_of(support, feature);
  std::string text = fmt::format("{}: {}\n", feature.id, feature.title);
  std::size_t title_width = 0;
  std::size_t loop_width = 0;
  std::size_t answer_width = 0;
  std::size_t versions_width = 0;
  for (const auto& row : feature.rows) {
    title_width = std::max(title_width, display_width(row.title));
    loop_width = std::max(loop_width, display_width(loop_text(row)));
    for (const auto& span : row.spans) {
      answer_width = std::max(answer_width, display_width(std::string(to_text(span.answer))));
      versions_width = std::max(versions_width, display_width(span.versions));
    }
  }
  for (const auto& row : feature.rows) {
    for (std::size_t i = 0; i < row.spans.size(); ++i) {
      const auto& span = row.spans[i];
      const std::string answer =
          paint(colour_of(span.answer), padded(std::string(to_text(span.answer)), answer_width));
      std::string cells = fmt::format("  {}  {}  {}  {}  {}", padded(i == 0 ? row.title : "", title_width),
                                      padded(i == 0 ? loop_text(row) : "", loop_width), answer,
                                      padded(span.versions, versions_width), references(rules, span.rules));
      if (i == 0 && !row.notes.empty()) cells += "  see " + references(rules, row.notes);
      cells.erase(cells.find_last_not_of(' ') + 1);
      text += cells + "\n";
    }
    for (const auto& evidence : view.evidence_texts(row))
      text += wrapped(evidence, title_width + 4, title_width + 6);
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const std::string mark = fmt::format("[{}] ", i + 1);
    text += (i == 0 ? "\n" : "") + wrapped(mark + shown_in_line(rules[i]->statement), 2, 6);
    text += fmt::format("      {}, {}\n      {}\n", shown_in_line(rules[i]->id), documented_text(*rules[i]),
                        documentation_link(*rules[i]));
  }
  return text;
}

}  // namespace

std::string render_support_text(const Support& support, bool colour) {
  const SupportView view(support);
  const Paint paint(colour);
  std::string text;
  for (const auto& warning : view.warnings()) text += warning + "\n";
  for (const auto& feature : support.features)
    text += (text.empty() ? "" : "\n") + feature_text(support, view, feature, paint);
  return text;
}

std::string render_features_text(const Support& support) {
  std::string text;
  std::string group;
  std::size_t width = 0;
  for (const auto& feature : support.features) width = std::max(width, display_width(feature.id));
  for (const auto& feature : support.features) {
    if (feature.group != group) text += fmt::format("{}{}\n", text.empty() ? "" : "\n", feature.group);
    group = feature.group;
    std::string aliases;
    for (const auto& alias : feature.aliases) aliases += (aliases.empty() ? "; also: " : ", ") + alias;
    text += fmt::format("  {}  {}{}\n", padded(feature.id, width), feature.title, aliases);
  }
  return text;
}

}  // namespace loopcheck::reports
