// Two runs of the same suite, result by result.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "loopcheck/record/reader.hpp"

namespace loopcheck::reports {

// What became of a result. What was skipped or is unsupported was not tried: a failure that is skipped now is
// gone, and not fixed.
enum class Change {
  regressed,      // counts against the subject now, and did not before
  fixed,          // failed, also as a listed failure, and does not now
  flaky,          // differs between its own attempts, in one run or the other
  still_failing,  // fails in both, listed or not
  fresh,          // is tried in the second run alone; word: "new"
  gone,           // was tried in the first run alone
};
inline constexpr std::size_t change_count = 6;

std::string_view to_text(Change change);  // "regressed", "fixed", "flaky", "still-failing", "new", "gone"

struct Difference {
  Change change = Change::regressed;
  std::string subject;
  std::string environment;  // its id, with its provenance where that is not native
  std::string case_id;
  std::string rule;
  std::string statement;  // of the rule
  record::Level level = record::Level::documented;
  std::string before;  // "pass", "fail: expected …"; empty for what was not tried
  std::string after;
  std::string rerun;
};

struct Comparison {
  std::string before;            // when the first run started
  std::string after;             // when the second one did
  bool same_suite = true;        // whether both ran the same rules and cases
  bool complete = true;          // whether both were run to their ends
  std::vector<Difference> list;  // regressed first, then in the order of Change and of the second run
  std::array<std::size_t, change_count> counts{};  // by Change
  std::size_t unchanged = 0;                       // holding in both

  std::size_t count(Change change) const { return counts[static_cast<std::size_t>(change)]; }
};

// Results are matched by subject, environment, provenance, case, rule and level: evidence that is not native
// is never compared with evidence that is. A known failure does not count against a subject; a pass that is
// listed as a failure does, unless it failed before.
Comparison compare(const record::Run& before, const record::Run& after);

std::string render_comparison_text(const Comparison& comparison);
std::string render_comparison_json(const Comparison& comparison);
std::string render_comparison_markdown(const Comparison& comparison);
std::string render_comparison_html(const Comparison& comparison);

}  // namespace loopcheck::reports
