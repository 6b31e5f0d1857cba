#include "progress.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

namespace loopcheck::cli {

void Progress::say(const std::string& line) {
  finish();
  fmt::print("{}\n", harmless(line));
  std::fflush(stdout);  // it tells that the run has begun, to whoever reads a pipe
}

void Progress::warn(const std::string& line) {
  finish();
  std::fflush(stdout);
  fmt::print(stderr, "loopcheck: {}\n", harmless(line));
}

void Progress::failure(const record::Result& result) {
  finish();
  ++failures_;
  const auto rule = std::find_if(suite_.rules.begin(), suite_.rules.end(),
                                 [&](const record::RuleInfo& info) { return info.id == result.rule; });
  const auto info = std::find_if(suite_.cases.begin(), suite_.cases.end(),
                                 [&](const record::CaseInfo& one) { return one.id == result.case_id; });
  const bool known_pass = result.known_failure && result.verdict == record::Verdict::pass;
  const std::string verdict = known_pass ? "unexpected pass" : std::string(record::to_text(result.verdict));
  fmt::print("\n{} {} on {} {}\n", style_.red(verdict), style_.bold(harmless(result.case_id)),
             harmless(result.subject), harmless(result.environment.id));
  if (rule != suite_.rules.end()) {
    fmt::print("  rule      {}: {}\n            {}\n", rule->id, rule->statement, style_.dim(rule->link));
  }
  if (info != suite_.cases.end()) {
    fmt::print("  case      {}\n", info->title);
    bool first = true;
    for (const auto& step : info->steps) {
      fmt::print("  {}{}\n", first ? "steps     " : "          ", harmless(step.dump()));
      first = false;
    }
  }
  if (!result.message.empty()) fmt::print("  because   {}\n", harmless(result.message));
  if (!result.expected.empty()) fmt::print("  expected  {}\n", harmless(result.expected));
  if (!result.observed.empty()) fmt::print("  seen      {}\n", harmless(result.observed));
  if (!result.note.empty()) fmt::print("  note      {}\n", harmless(result.note));
  if (!result.known_otherwise.empty()) fmt::print("  listed    {}\n", harmless(result.known_otherwise));
  if (!result.known_reason.empty())
    fmt::print("  listed    {} {}\n", harmless(result.known_reason), harmless(result.known_link));
  fmt::print("  again     {}\n", harmless(result.rerun));
}

void Progress::update(std::size_t done, std::size_t all) {
  if (!live_) return;
  const auto now = std::chrono::steady_clock::now();
  if (done != all && now - last_update_ < std::chrono::milliseconds(50)) return;
  last_update_ = now;
  std::fflush(stdout);
  fmt::print(stderr, "\r\x1b[K{} of {} scenarios, {} failures", done, all, failures_);
  std::fflush(stderr);
  line_shown_ = true;
}

void Progress::finish() {
  if (!line_shown_) return;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
  line_shown_ = false;
}

}  // namespace loopcheck::cli
