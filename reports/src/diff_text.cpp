// The comparison of two runs for terminals, programs, job summaries and browsers.
#include <fmt/format.h>
#include <kainjow/mustache.hpp>
#include <nlohmann/json.hpp>

#include "assets.hpp"
#include "display.hpp"
#include "loopcheck/reports/diff.hpp"
#include "markup.hpp"
#include "mustache_data.hpp"

namespace loopcheck::reports {

using kainjow::mustache::data;

namespace {

// "1 regressed, 2 fixed; 40 results unchanged", in words that need no legend.
std::string headline(const Comparison& comparison) {
  std::string text;
  for (std::size_t i = 0; i < change_count; ++i) {
    if (comparison.counts[i] == 0) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", comparison.counts[i],
                        to_text(static_cast<Change>(i)));
  }
  return fmt::format("{}; {} unchanged", text.empty() ? "no difference" : text,
                     counted(comparison.unchanged, "result"));
}

std::vector<std::string> warnings(const Comparison& comparison) {
  std::vector<std::string> list;
  if (!comparison.same_suite) list.emplace_back("The runs are of different suites.");
  if (!comparison.complete) list.emplace_back("Not both runs are complete.");
  return list;
}

std::string name_of(const Difference& difference) {
  return shown_in_line(fmt::format("{} ({}) {} on {}", difference.case_id, record::to_text(difference.level),
                                   difference.subject, difference.environment));
}

std::string then(const std::string& what) {
  return what.empty() ? "not tried" : what;
}

}  // namespace

std::string render_comparison_text(const Comparison& comparison) {
  std::string text = headline(comparison) + "\n";
  for (const auto& warning : warnings(comparison)) text += warning + "\n";
  for (const auto& difference : comparison.list) {
    text += fmt::format("\n{} {}\n  rule    {}: {}\n  before  {}\n  after   {}\n", to_text(difference.change),
                        name_of(difference), shown_in_line(difference.rule),
                        shown_in_line(difference.statement), then(difference.before), then(difference.after));
    if (difference.change == Change::regressed)
      text += fmt::format("  again   {}\n", shown_in_line(difference.rerun));
  }
  return text;
}

std::string render_comparison_json(const Comparison& comparison) {
  nlohmann::ordered_json counts = nlohmann::ordered_json::object();
  for (std::size_t i = 0; i < change_count; ++i)
    counts[std::string(to_text(static_cast<Change>(i)))] = comparison.counts[i];
  counts["unchanged"] = comparison.unchanged;
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const auto& difference : comparison.list) {
    list.push_back({{"change", to_text(difference.change)},
                    {"subject", difference.subject},
                    {"environment", difference.environment},
                    {"case", difference.case_id},
                    {"rule", difference.rule},
                    {"level", record::to_text(difference.level)},
                    {"before", difference.before},
                    {"after", difference.after},
                    {"rerun", difference.rerun}});
  }
  const nlohmann::ordered_json document = {{"schema", "loopcheck-diff/1"},
                                           {"before", comparison.before},
                                           {"after", comparison.after},
                                           {"same_suite", comparison.same_suite},
                                           {"complete", comparison.complete},
                                           {"counts", counts},
                                           {"differences", list}};
  return document.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

std::string render_comparison_markdown(const Comparison& comparison) {
  std::string text = fmt::format("**{}**\n", for_markdown(headline(comparison)));
  for (const auto& warning : warnings(comparison)) text += "\n" + warning + "\n";
  if (comparison.list.empty()) return text;
  text += "\n| change | case | subject | rule | before | after |\n|---|---|---|---|---|---|\n";
  const auto cell = [](const std::string& value) {
    constexpr std::size_t limit = 300;  // bytes
    return for_markdown(excerpt_in_line(value, limit));
  };
  for (const auto& difference : comparison.list) {
    text += fmt::format("| {} | {} \\({}\\) | {} on {} | {} | {} | {} |\n", to_text(difference.change),
                        cell(difference.case_id), record::to_text(difference.level), cell(difference.subject),
                        cell(difference.environment), cell(difference.rule), cell(then(difference.before)),
                        cell(then(difference.after)));
  }
  return text;
}

std::string render_comparison_html(const Comparison& comparison) {
  data page;
  put(page, "headline", headline(comparison));
  put(page, "style", std::string(asset("report.css").text));
  put(page, "style_hash", base64_of_hex(asset("report.css").sha256));
  put(page, "before", shown_in_line(comparison.before));
  put(page, "after", shown_in_line(comparison.after));
  data list_of_warnings(data::type::list);
  for (const auto& warning : warnings(comparison)) list_of_warnings.push_back(data(warning));
  page.set("warnings", list_of_warnings);
  data groups(data::type::list);
  for (std::size_t i = 0; i < change_count; ++i) {
    if (comparison.counts[i] == 0) continue;
    const auto change = static_cast<Change>(i);
    data group;
    put(group, "change", std::string(to_text(change)));
    put(group, "count", std::to_string(comparison.counts[i]));
    group.set("is_open", change == Change::regressed || change == Change::fixed || change == Change::flaky);
    data list(data::type::list);
    for (const auto& difference : comparison.list) {
      if (difference.change != change) continue;
      data item;
      put(item, "name", name_of(difference));
      put(item, "rule", shown_in_line(difference.rule));
      put(item, "statement", shown_in_line(difference.statement));
      put(item, "was", then(difference.before));
      put(item, "is", then(difference.after));
      put(item, "rerun", shown_in_line(difference.rerun));
      list.push_back(item);
    }
    group.set("list", list);
    groups.push_back(group);
  }
  page.set("groups", groups);
  kainjow::mustache::mustache document{std::string(asset("diff.html").text)};
  return document.render(page);
}

}  // namespace loopcheck::reports
