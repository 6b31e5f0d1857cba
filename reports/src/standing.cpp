#include "loopcheck/reports/standing.hpp"

#include "display.hpp"

namespace loopcheck::reports {

namespace {

constexpr std::size_t limit = 2'000;  // bytes

}  // namespace

std::string reason_of(const record::Result& result) {
  std::string text(to_text(result.verdict));
  if (standing_of(result) == Standing::known_pass) text = "a known failure passes";
  if (result.flaky) text += ", " + flaky_text(result);
  if (!result.known_otherwise.empty())
    text += ", listed as " + excerpt_in_line(result.known_otherwise, limit);
  const std::string& told = result.message.empty() ? result.observed : result.message;
  if (!told.empty()) text += ": " + excerpt_in_line(told, limit);
  return text;
}

std::string known_reason_of(const record::Result& result) {
  std::string text = excerpt_in_line(result.known_reason, limit);
  if (result.known_link.empty()) return text;
  return text + (text.empty() ? "" : " ") + excerpt_in_line(result.known_link, limit);
}

std::string flaky_text(const record::Result& result) {
  if (!result.flaky) return {};
  std::string outcomes;
  for (const auto verdict : result.outcomes)
    outcomes += (outcomes.empty() ? ": " : ", then ") + std::string(to_text(verdict));
  if (outcomes.empty())
    outcomes = ", worst of " + counted(static_cast<std::size_t>(result.attempts), "attempt");
  return "flaky" + outcomes;
}

}  // namespace loopcheck::reports
