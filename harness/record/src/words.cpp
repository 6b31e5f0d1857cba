// The closed sets of the record and the words that stand for them.
#include <array>
#include <stdexcept>
#include <string>

#include "loopcheck/record/summary.hpp"
#include "loopcheck/record/types.hpp"

namespace loopcheck::record {

namespace {

// In the order of the enumerations.
constexpr std::array<std::string_view, verdict_count> verdicts = {
    "pass", "fail", "crash", "timeout", "protocol-violation", "unsupported", "skipped", "harness-error"};
constexpr std::array<std::string_view, 2> levels = {"documented", "observed"};
constexpr std::array<std::string_view, 4> statuses = {"holds", "broken", "not-verified", "not-applicable"};

template <typename Enum, std::size_t N>
Enum find_word(const std::array<std::string_view, N>& words, std::string_view text, const char* what) {
  for (std::size_t i = 0; i < N; ++i) {
    if (words[i] == text) return static_cast<Enum>(i);
  }
  std::string known;
  for (const auto word : words) known += (known.empty() ? "" : ", ") + std::string(word);
  throw std::invalid_argument("\"" + std::string(text) + "\" is no " + what + " (" + known + ")");
}

}  // namespace

std::string_view to_text(Verdict verdict) {
  return verdicts[static_cast<std::size_t>(verdict)];
}
std::string_view to_text(Level level) {
  return levels[static_cast<std::size_t>(level)];
}
std::string_view to_text(RuleStatus status) {
  return statuses[static_cast<std::size_t>(status)];
}

Verdict verdict_from_text(std::string_view text) {
  return find_word<Verdict>(verdicts, text, "verdict");
}
Level level_from_text(std::string_view text) {
  return find_word<Level>(levels, text, "level");
}
RuleStatus rule_status_from_text(std::string_view text) {
  return find_word<RuleStatus>(statuses, text, "status of a rule");
}

}  // namespace loopcheck::record
