#include "failure_text.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace loopcheck::cli {

std::string failure_text(const record::Result& result, const record::Suite& suite, const Style& style) {
  const auto rule = std::find_if(suite.rules.begin(), suite.rules.end(),
                                 [&](const record::RuleInfo& info) { return info.id == result.rule; });
  const auto info = std::find_if(suite.cases.begin(), suite.cases.end(),
                                 [&](const record::CaseInfo& one) { return one.id == result.case_id; });
  const bool known_pass = result.known_failure && result.verdict == record::Verdict::pass;
  const std::string verdict = known_pass ? "unexpected pass" : std::string(record::to_text(result.verdict));
  std::string text;
  const auto out = std::back_inserter(text);
  fmt::format_to(out, "{} {} on {} {}\n", style.red(verdict), style.bold(harmless(result.case_id)),
                 harmless(result.subject), harmless(result.environment.id));
  if (rule != suite.rules.end()) {
    fmt::format_to(out, "  rule      {}: {}\n            {}\n", rule->id, rule->statement,
                   style.dim(rule->link));
  }
  if (info != suite.cases.end()) {
    fmt::format_to(out, "  case      {}\n", info->title);
    bool first = true;
    for (const auto& step : info->steps) {
      fmt::format_to(out, "  {}{}\n", first ? "steps     " : "          ", harmless(step.dump()));
      first = false;
    }
  }
  if (!result.message.empty()) fmt::format_to(out, "  because   {}\n", harmless(result.message));
  if (!result.expected.empty()) fmt::format_to(out, "  expected  {}\n", harmless(result.expected));
  if (!result.observed.empty()) fmt::format_to(out, "  seen      {}\n", harmless(result.observed));
  if (!result.note.empty()) fmt::format_to(out, "  note      {}\n", harmless(result.note));
  if (!result.known_otherwise.empty())
    fmt::format_to(out, "  listed    {}\n", harmless(result.known_otherwise));
  if (!result.known_reason.empty())
    fmt::format_to(out, "  listed    {} {}\n", harmless(result.known_reason), harmless(result.known_link));
  fmt::format_to(out, "  again     {}\n", harmless(result.rerun));
  return text;
}

}  // namespace loopcheck::cli
