// `loopcheck support` as a page.
#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "assets.hpp"
#include "display.hpp"
#include "findings.hpp"
#include "markup.hpp"
#include "mustache_data.hpp"
#include "support.hpp"

namespace loopcheck::reports {

using kainjow::mustache::data;

namespace {

std::string css_of(SupportAnswer answer) {
  return answer == SupportAnswer::not_documented ? "none" : std::string(to_text(answer));
}

std::string joined(const std::vector<std::string>& texts) {
  std::string text;
  for (const auto& one : texts) text += (text.empty() ? "" : ", ") + one;
  return text;
}

// A column of the overview: what rows of all features have in common.
struct Kind {
  std::string title;
  std::string loop;
  friend bool operator==(const Kind&, const Kind&) = default;
};

Kind kind_of(const SupportRow& row) {
  return {row.title, row.loop == "other" ? "other" : row.loop};
}

// The column of the overview that a row adds to. A version of a platform that differs for some features alone
// has no column of its own: the others would have nothing to put there.
std::vector<Kind> kinds_of(const Support& support) {
  std::vector<Kind> kinds;
  for (const auto& feature : support.features) {
    for (const auto& row : feature.rows) {
      const Kind kind = kind_of(row);
      if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
    }
  }
  std::erase_if(kinds, [&](const Kind& kind) {
    return !std::all_of(support.features.begin(), support.features.end(), [&](const SupportFeature& feature) {
      return std::any_of(feature.rows.begin(), feature.rows.end(),
                         [&](const SupportRow& row) { return kind_of(row) == kind; });
    });
  });
  return kinds;
}

// "yes", or "yes: epoll, poll; partly: select" where selectors differ.
data cell_of(const SupportFeature& feature, const Kind& kind) {
  std::vector<std::pair<SupportAnswer, std::vector<std::string>>> answers;
  for (const auto& row : feature.rows) {
    if (kind_of(row) != kind || row.spans.empty()) continue;
    const SupportAnswer answer = row.spans.front().answer;
    auto known =
        std::find_if(answers.begin(), answers.end(), [&](const auto& a) { return a.first == answer; });
    if (known == answers.end()) known = answers.insert(answers.end(), {answer, {}});
    known->second.insert(known->second.end(), row.selectors.begin(), row.selectors.end());
  }
  data cell;
  std::string text;
  for (const auto& [answer, selectors] : answers) {
    text += text.empty() ? "" : "; ";
    text += answer == SupportAnswer::not_documented ? "–" : std::string(to_text(answer));
    if (answers.size() > 1) text += ": " + joined(selectors);
  }
  put(cell, "css", answers.size() == 1 ? css_of(answers.front().first) : "partly");
  put(cell, "text", text);
  return cell;
}

// Lists of features by group, in the order of the features.
template <typename Item>
data groups_of(const Support& support, std::size_t columns, Item item_of) {
  data groups(data::type::list);
  std::size_t i = 0;
  while (i < support.features.size()) {
    data group;
    data features(data::type::list);
    const std::string name = support.features[i].group;
    for (; i < support.features.size() && support.features[i].group == name; ++i)
      features.push_back(item_of(support.features[i]));
    put(group, "group", name);
    put(group, "columns", std::to_string(columns));
    group.set("features", features);
    groups.push_back(group);
  }
  return groups;
}

std::string anchor_of(const SupportFeature& feature) {
  return "feature-" + id_text(feature.id);
}

std::string anchor_of(const SupportFeature& feature, const record::RuleInfo& rule) {
  return id_text(feature.id) + "-" + id_text(rule.id);
}

data references(const Support& support, const SupportFeature& feature,
                const std::vector<const record::RuleInfo*>& rules, const std::vector<std::string>& ids) {
  data list(data::type::list);
  for (const auto& id : ids) {
    data item;
    put(item, "rule", anchor_of(feature, support.rules.at(id)));
    put(item, "number", std::to_string(number_of(rules, id)));
    list.push_back(item);
  }
  return list;
}

data row_data(const Support& support, const SupportView& view, const SupportFeature& feature,
              const SupportRow& row, const std::vector<const record::RuleInfo*>& rules) {
  data item;
  put(item, "platform", row.title);
  put(item, "loop", loop_text(row));
  data spans(data::type::list);
  for (const auto& span : row.spans) {
    data one;
    put(one, "answer", std::string(to_text(span.answer)));
    put(one, "css", css_of(span.answer));
    put(one, "versions", span.versions);
    one.set("refs", references(support, feature, rules, span.rules));
    spans.push_back(one);
  }
  item.set("spans", spans);
  item.set("has_notes", !row.notes.empty());
  item.set("notes", references(support, feature, rules, row.notes));
  data evidence(data::type::list);
  for (const auto& text : view.evidence_texts(row)) evidence.push_back(data(text));
  item.set("evidence", evidence);
  return item;
}

data feature_data(const Support& support, const SupportView& view, const SupportFeature& feature) {
  const auto rules = rules_of(support, feature);
  data item;
  put(item, "anchor", anchor_of(feature));
  item.set("single", support.features.size() == 1);
  put(item, "id", feature.id);
  put(item, "title", feature.title);
  put(item, "aliases", joined(feature.aliases));
  data rows(data::type::list);
  for (const auto& row : feature.rows) rows.push_back(row_data(support, view, feature, row, rules));
  item.set("rows", rows);
  data said(data::type::list);
  for (const auto* rule : rules) {
    data one;
    put(one, "anchor", anchor_of(feature, *rule));
    put(one, "rule", shown_in_line(rule->id));
    put(one, "statement", shown_in_line(rule->statement));
    put(one, "link", documentation_link(*rule));
    put(one, "link_text", shown_in_line(rule->page + (rule->section.empty() ? "" : ", " + rule->section)));
    put(one, "documented", documented_text(*rule));
    put(one, "note", shown(rule->note));
    said.push_back(one);
  }
  item.set("rules", said);
  return item;
}

data empty_page(const std::string& headline) {
  data page;
  put(page, "headline", headline);
  put(page, "style", std::string(asset("report.css").text));
  put(page, "style_hash", base64_of_hex(asset("report.css").sha256));
  put(page, "support_style", std::string(asset("support.css").text));
  put(page, "support_style_hash", base64_of_hex(asset("support.css").sha256));
  put(page, "run", "");
  page.set("warnings", data(data::type::list));
  page.set("has_overview", false);
  page.set("has_list", false);
  page.set("features", data(data::type::list));
  return page;
}

std::string rendered(const data& page) {
  kainjow::mustache::mustache document{std::string(asset("support.html").text)};
  std::string html = document.render(page);
  if (!document.is_valid()) throw std::logic_error("the template of the page: " + document.error_message());
  return html;
}

}  // namespace

std::string render_support_html(const Support& support) {
  const SupportView view(support);
  const bool one = support.features.size() == 1;
  data page = empty_page(one ? "Where " + support.features.front().title + " works" : "What works where");
  if (support.run != nullptr) put(page, "run", shown_in_line(support.run->header.harness.started));
  data warnings(data::type::list);
  for (const auto& warning : view.warnings()) warnings.push_back(data(warning));
  page.set("warnings", warnings);
  if (!one) {
    const auto kinds = kinds_of(support);
    data heads(data::type::list);
    for (const auto& kind : kinds) {
      data head;
      put(head, "platform", kind.title);
      put(head, "loop", kind.loop);
      heads.push_back(head);
    }
    page.set("has_overview", true);
    page.set("kinds", heads);
    page.set("groups", groups_of(support, kinds.size() + 1, [&](const SupportFeature& feature) {
               data item;
               put(item, "anchor", anchor_of(feature));
               put(item, "title", feature.title);
               data cells(data::type::list);
               for (const auto& kind : kinds) cells.push_back(cell_of(feature, kind));
               item.set("cells", cells);
               return item;
             }));
  }
  data features(data::type::list);
  for (const auto& feature : support.features) features.push_back(feature_data(support, view, feature));
  page.set("features", features);
  return rendered(page);
}

std::string render_features_html(const Support& support) {
  data page = empty_page("What one can ask for");
  page.set("has_list", true);
  page.set("groups", groups_of(support, 1, [&](const SupportFeature& feature) {
             data item;
             put(item, "id", feature.id);
             put(item, "title", feature.title);
             put(item, "aliases", joined(feature.aliases));
             return item;
           }));
  return rendered(page);
}

}  // namespace loopcheck::reports
