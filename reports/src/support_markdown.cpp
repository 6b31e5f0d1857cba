// `loopcheck support` as Markdown (GitHub's flavour).
#include <fmt/format.h>

#include "display.hpp"
#include "markup.hpp"
#include "support.hpp"

namespace loopcheck::reports {
namespace {

const char* sign_of(SupportAnswer answer) {
  switch (answer) {
    case SupportAnswer::yes:
      return "✅ ";
    case SupportAnswer::partly:
      return "⚠️ ";
    case SupportAnswer::no:
      return "❌ ";
    case SupportAnswer::not_documented:
      break;
  }
  return "";
}

std::string escaped(const std::string& text) {
  return for_markdown(shown_in_line(text));
}

std::string references(const std::vector<const record::RuleInfo*>& rules,
                       const std::vector<std::string>& ids) {
  return references_text(rules, ids, "", "");
}

std::string feature_markdown(const Support& support, const SupportView& view, const SupportFeature& feature) {
  const auto rules = rules_of(support, feature);
  const bool evidence = support.run != nullptr;
  std::string text = fmt::format("## {}\n\n", escaped(feature.title));
  text += fmt::format("| platform | loop | answer | versions | rules | notes |{}\n",
                      evidence ? " this run |" : "");
  text += fmt::format("|---|---|---|---|---|---|{}\n", evidence ? "---|" : "");
  for (const auto& row : feature.rows) {
    for (std::size_t i = 0; i < row.spans.size(); ++i) {
      const auto& span = row.spans[i];
      const bool first = i == 0;
      text += fmt::format("| {} | {} | {}{} | {} | {} | {} |", first ? escaped(row.title) : "",
                          first ? escaped(loop_text(row)) : "", sign_of(span.answer), to_text(span.answer),
                          span.versions, references(rules, span.rules),
                          first ? references(rules, row.notes) : "");
      if (evidence) {
        std::string cell;
        for (const auto& one : first ? view.evidence_texts(row) : std::vector<std::string>{})
          cell += (cell.empty() ? "" : "<br>") + for_markdown(one);
        text += fmt::format(" {} |", cell);
      }
      text += "\n";
    }
  }
  text += "\n";
  for (std::size_t i = 0; i < rules.size(); ++i) {
    text += fmt::format("{}. {} [{}]({}), {}\n", i + 1, escaped(rules[i]->statement), escaped(rules[i]->id),
                        documentation_link(*rules[i]), for_markdown(documented_text(*rules[i])));
  }
  return text;
}

}  // namespace

std::string render_support_markdown(const Support& support) {
  const SupportView view(support);
  std::string text;
  for (const auto& warning : view.warnings()) text += "> " + warning + "\n\n";
  for (std::size_t i = 0; i < support.features.size(); ++i)
    text += (i == 0 ? "" : "\n") + feature_markdown(support, view, support.features[i]);
  return text;
}

std::string render_features_markdown(const Support& support) {
  std::string text;
  std::string group;
  for (const auto& feature : support.features) {
    if (feature.group != group) {
      text += fmt::format("{}## {}\n\n| feature | | also |\n|---|---|---|\n", text.empty() ? "" : "\n",
                          escaped(feature.group));
    }
    group = feature.group;
    std::string aliases;
    for (const auto& alias : feature.aliases) aliases += (aliases.empty() ? "" : ", ") + escaped(alias);
    text += fmt::format("| `{}` | {} | {} |\n", feature.id, escaped(feature.title), aliases);
  }
  return text;
}

}  // namespace loopcheck::reports
