#include "loopcheck/runner/attempts.hpp"

#include <algorithm>

namespace loopcheck::runner {
namespace {

int badness(record::Verdict verdict) {
  switch (verdict) {
    case record::Verdict::crash:
      return 7;
    case record::Verdict::timeout:
      return 6;
    case record::Verdict::fail:
      return 5;
    case record::Verdict::protocol_violation:
      return 4;
    case record::Verdict::harness_error:
      return 3;
    case record::Verdict::unsupported:
      return 2;
    case record::Verdict::skipped:
      return 1;
    case record::Verdict::pass:
      break;
  }
  return 0;
}

bool same_claim(const record::Result& one, const record::Result& other) {
  return one.rule == other.rule && one.level == other.level;
}

}  // namespace

bool is_worse(record::Verdict verdict, record::Verdict than) {
  return badness(verdict) > badness(than);
}

Attempts::Attempts(std::vector<record::Result> first) : results_(std::move(first)) {
  for (auto& result : results_) result.outcomes = {result.verdict};
}

void Attempts::add(std::vector<record::Result> results) {
  const bool comparable =
      std::equal(results_.begin(), results_.end(), results.begin(), results.end(), same_claim);
  for (std::size_t i = 0; i < results_.size(); ++i) {
    record::Result& result = results_[i];
    auto outcomes = std::move(result.outcomes);
    const int attempts = result.attempts + 1;
    bool flaky = result.flaky || !comparable;
    if (comparable) {
      flaky = flaky || results[i].verdict != outcomes.front();
      outcomes.push_back(results[i].verdict);
      if (is_worse(results[i].verdict, result.verdict)) result = std::move(results[i]);
    }
    result.outcomes = std::move(outcomes);
    result.attempts = attempts;
    result.flaky = flaky;
  }
}

bool Attempts::flaky() const {
  return std::any_of(results_.begin(), results_.end(), [](const auto& result) { return result.flaky; });
}

}  // namespace loopcheck::runner
