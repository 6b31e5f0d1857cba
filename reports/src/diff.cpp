#include "loopcheck/reports/diff.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>

#include "loopcheck/reports/standing.hpp"

namespace loopcheck::reports {

namespace {

using Key = std::tuple<std::string, std::string, std::string, std::string, record::Level>;

std::string environment_of(const record::Result& result) {
  const auto& environment = result.environment;
  return environment.provenance == "native" ? environment.id
                                            : environment.id + " (" + environment.provenance + ")";
}

Key key_of(const record::Result& result) {
  return {result.subject, environment_of(result), result.case_id, result.rule, result.level};
}

bool counts_against(const record::Result& result) {
  const Standing standing = standing_of(result);
  return standing == Standing::failure || standing == Standing::known_pass || standing == Standing::trouble;
}

// Whether the loop fails, listed or not.
bool fails(const record::Result& result) {
  const Standing standing = standing_of(result);
  return standing == Standing::failure || standing == Standing::known_failure ||
         standing == Standing::trouble;
}

// Nothing for a result that holds in both runs.
std::optional<Change> change_of(const record::Result* before, const record::Result* after) {
  if (before == nullptr) return Change::fresh;
  if (after == nullptr) return Change::gone;
  const bool mended = fails(*before) && !fails(*after);
  if (counts_against(*after) && !counts_against(*before) && !before->flaky && !mended)
    return Change::regressed;
  if (before->flaky || after->flaky) return Change::flaky;
  if (mended) return Change::fixed;
  if (fails(*after)) return Change::still_failing;
  return std::nullopt;
}

// "fail: expected …"; empty for what was not tried.
std::string told(const record::Result* result) {
  if (result == nullptr) return "";
  return (standing_of(*result) == Standing::known_failure ? "known " : "") + reason_of(*result);
}

class Tried {
 public:
  explicit Tried(const record::Run& run) {
    for (const auto& result : run.results) {
      if (standing_of(result) != Standing::skipped) results_.emplace(key_of(result), &result);
    }
  }
  const record::Result* find(const Key& key) const {
    const auto found = results_.find(key);
    return found == results_.end() ? nullptr : found->second;
  }

 private:
  std::map<Key, const record::Result*> results_;
};

std::string statement_of(const record::Run& run, const std::string& rule) {
  const auto& rules = run.header.suite.rules;
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const auto& info) { return info.id == rule; });
  return found == rules.end() ? "" : found->statement;
}

}  // namespace

std::string_view to_text(Change change) {
  constexpr std::array<std::string_view, change_count> words = {"regressed",     "fixed", "flaky",
                                                                "still-failing", "new",   "gone"};
  return words[static_cast<std::size_t>(change)];
}

Comparison compare(const record::Run& before, const record::Run& after) {
  Comparison comparison;
  comparison.before = before.header.harness.started;
  comparison.after = after.header.harness.started;
  comparison.same_suite = before.header.suite.digest == after.header.suite.digest;
  comparison.complete = before.complete && after.complete;
  const Tried old_results(before);
  const Tried new_results(after);
  const auto add = [&](const record::Result& shown, const record::Result* was, const record::Result* is) {
    const auto change = change_of(was, is);
    if (!change) {
      ++comparison.unchanged;
      return;
    }
    ++comparison.counts[static_cast<std::size_t>(*change)];
    comparison.list.push_back({*change, shown.subject, environment_of(shown), shown.case_id, shown.rule,
                               statement_of(is != nullptr ? after : before, shown.rule), shown.level,
                               told(was), told(is), shown.rerun});
  };
  for (const auto& result : after.results) {
    const Key key = key_of(result);
    // A result may be there twice in an edited record: the first one is compared.
    if (new_results.find(key) == &result) add(result, old_results.find(key), &result);
  }
  for (const auto& result : before.results) {
    const Key key = key_of(result);
    if (old_results.find(key) == &result && new_results.find(key) == nullptr) add(result, &result, nullptr);
  }
  std::stable_sort(comparison.list.begin(), comparison.list.end(),
                   [](const Difference& a, const Difference& b) { return a.change < b.change; });
  return comparison;
}

}  // namespace loopcheck::reports
