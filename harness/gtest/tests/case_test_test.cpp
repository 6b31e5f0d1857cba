// From the results of a case to what GoogleTest is told.
#include "case_test.hpp"

#include <gtest/gtest.h>

namespace loopcheck::front {
namespace {

using record::Level;
using record::Verdict;

const Test the_test{"s/e", "c", {"s", "e", "c"}, "cases/x.json", 7};

record::Result result_with(Verdict verdict, Level level = Level::documented, bool known = false) {
  record::Result result;
  result.case_id = "c";
  result.rule = "the-rule";
  result.subject = "s";
  result.environment.id = "e";
  result.verdict = verdict;
  result.level = level;
  result.known_failure = known;
  result.message = "because\x1b";
  result.rerun = "loopcheck run --case c";
  return result;
}

Findings findings_with(std::vector<record::Result> results) {
  Findings findings;
  findings.results[the_test.scenario] = std::move(results);
  return findings;
}

struct Expected {
  const char* name;
  std::vector<record::Result> results;
  std::size_t failures;
  bool skipped;
  std::size_t notes;
};

class Judging : public testing::TestWithParam<Expected> {};

TEST_P(Judging, CountsWhatTheHarnessCounts) {
  const auto judgement = judge(the_test, findings_with(GetParam().results));
  EXPECT_EQ(judgement.failures.size(), GetParam().failures);
  EXPECT_EQ(judgement.skipped.has_value(), GetParam().skipped);
  EXPECT_EQ(judgement.notes.size(), GetParam().notes);
}

INSTANTIATE_TEST_SUITE_P(
    Each, Judging,
    testing::Values(
        Expected{"pass", {result_with(Verdict::pass)}, 0, false, 0},
        Expected{"fail", {result_with(Verdict::fail)}, 1, false, 0},
        Expected{"crash", {result_with(Verdict::crash, Level::observed)}, 1, false, 0},
        Expected{"two_failures", {result_with(Verdict::timeout), result_with(Verdict::fail)}, 2, false, 0},
        Expected{
            "note", {result_with(Verdict::pass), result_with(Verdict::fail, Level::observed)}, 0, false, 1},
        Expected{"trouble", {result_with(Verdict::protocol_violation)}, 1, false, 0},
        Expected{"skipped", {result_with(Verdict::skipped)}, 0, true, 0},
        Expected{"unsupported", {result_with(Verdict::unsupported)}, 0, true, 0},
        Expected{"partly_skipped", {result_with(Verdict::skipped), result_with(Verdict::pass)}, 0, false, 0},
        Expected{
            "skipped_and_failed", {result_with(Verdict::skipped), result_with(Verdict::fail)}, 1, false, 0},
        Expected{"known_failure", {result_with(Verdict::fail, Level::documented, true)}, 0, true, 0},
        Expected{"known_pass", {result_with(Verdict::pass, Level::documented, true)}, 1, false, 0}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Judging, TellsAFailureWholeAndHarmless) {
  const auto judgement = judge(the_test, findings_with({result_with(Verdict::fail)}));
  ASSERT_EQ(judgement.failures.size(), 1U);
  for (const char* part : {"fail c on s e", "because\\x1b", "loopcheck run --case c"})
    EXPECT_NE(judgement.failures[0].find(part), std::string::npos) << judgement.failures[0];
}

// With --tier, a case may be of a rule that is chosen, and say nothing of it in this environment.
TEST(Judging, SkipsACaseThatWasRunAndHasNoResult) {
  const auto judgement = judge(the_test, Findings{});
  EXPECT_EQ(judgement.failures, std::vector<std::string>{});
  EXPECT_EQ(judgement.skipped, "none of the chosen rules says anything of this environment");
}

TEST(Judging, FailsWhereACaseWasNotRunAndSaysWhy) {
  Findings findings;
  findings.out_of_budget = true;
  EXPECT_NE(judge(the_test, findings).failures.at(0).find("--budget"), std::string::npos);
  findings.interrupted = true;
  EXPECT_NE(judge(the_test, findings).failures.at(0).find("interrupted"), std::string::npos);
  findings.problems["s"] = "it hung";
  EXPECT_EQ(judge(the_test, findings).failures.at(0), "the subject s was given up: it hung");
}

}  // namespace
}  // namespace loopcheck::front
