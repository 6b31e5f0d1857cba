#include "loopcheck/reports/standing.hpp"

#include "display.hpp"

namespace loopcheck::reports {

std::string reason_of(const record::Result& result) {
  constexpr std::size_t limit = 2'000;  // bytes
  std::string text(to_text(result.verdict));
  if (standing_of(result) == Standing::known_pass) text = "a known failure passes";
  if (result.flaky) text += ", flaky";
  const std::string& told = result.message.empty() ? result.observed : result.message;
  if (!told.empty()) text += ": " + excerpt_in_line(told, limit);
  return text;
}

}  // namespace loopcheck::reports
