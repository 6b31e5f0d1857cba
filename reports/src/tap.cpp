#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "display.hpp"
#include "loopcheck/reports/formats.hpp"
#include "loopcheck/reports/merge.hpp"
#include "loopcheck/reports/standing.hpp"
#include "view.hpp"

namespace loopcheck::reports {

namespace {

constexpr std::size_t text_limit = 8'000;  // bytes

// A description ends where a "#" starts a directive, and has a way to write both.
std::string described(const std::string& text) {
  std::string result;
  for (const char c : excerpt_in_line(text, text_limit)) {
    if (c == '#' || c == '\\') result += '\\';
    result += c;
  }
  return result;
}

// A JSON string is a YAML string.
std::string quoted(const std::string& text) {
  return nlohmann::json(excerpt_in_line(text, text_limit)).dump();
}

std::string details(const record::Result& result) {
  std::string text = "  ---\n";
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) text += fmt::format("  {}: {}\n", name, quoted(value));
  };
  add("message", reason_of(result));
  add("expected", result.expected);
  add("seen", result.observed);
  add("again", result.rerun);
  return text + "  ...\n";
}

}  // namespace

std::string render_tap(const record::Run& run) {
  const View view = make_view(run);
  std::map<std::pair<std::string, std::string>, std::string> columns;
  for (const auto& column : view.columns)
    columns.emplace(std::pair(column.subject->name, column.info->environment.id), column.full_text());

  std::string text =
      fmt::format("TAP version 14\n1..{}\n", run.results.size() + run.summary.failed_subjects.size());
  std::size_t number = 0;
  for (const auto& result : run.results) {
    const Standing standing = standing_of(result);
    const bool ok = standing == Standing::pass || standing == Standing::skipped;
    std::string directive;
    if (standing == Standing::skipped) directive = " # SKIP " + described(reason_of(result));
    if (standing == Standing::known_failure) {
      const std::string known = known_reason_of(result);
      directive = " # TODO known failure" + (known.empty() ? "" : ": " + described(known));
    }
    if (standing == Standing::note) directive = " # TODO observed only, the documentation is silent";
    text += fmt::format(
        "{} {} - {}{}\n", ok ? "ok" : "not ok", ++number,
        described(fmt::format("{}: {} ({}) on {}", result.rule, result.case_id, record::to_text(result.level),
                              columns.at({result.subject, result.environment.id}))),
        directive);
    if (!ok) text += details(result);
  }
  for (const auto& name : run.summary.failed_subjects)
    text += fmt::format("not ok {} - {}\n", ++number, described("the subject " + name + " ran to its end"));
  for (const auto& sentence : what_is_missing(run)) text += "# " + sentence + "\n";
  if (!run.complete) text += "Bail out! This run is not complete.\n";
  return text;
}

}  // namespace loopcheck::reports
