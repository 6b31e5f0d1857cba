#include "loopcheck/runner/attempts.hpp"

#include <gtest/gtest.h>

namespace loopcheck::runner {
namespace {

using record::Verdict;
using Verdicts = std::vector<Verdict>;

std::vector<record::Result> results(const Verdicts& verdicts) {
  std::vector<record::Result> list;
  for (const Verdict verdict : verdicts) {
    record::Result& result = list.emplace_back();
    result.rule = "rule-" + std::to_string(list.size());
    result.verdict = verdict;
    result.message = std::string(record::to_text(verdict));
  }
  return list;
}

TEST(Attempts, ThatAgreeAreNotFlaky) {
  Attempts attempts(results({Verdict::fail, Verdict::pass}));
  attempts.add(results({Verdict::fail, Verdict::pass}));
  EXPECT_FALSE(attempts.flaky());
  EXPECT_EQ(attempts.results()[0].attempts, 2);
  EXPECT_EQ(attempts.results()[0].outcomes, (Verdicts{Verdict::fail, Verdict::fail}));
}

TEST(Attempts, ThatDifferAreFlakyAndCountAsTheWorst) {
  for (const auto& [first, second] :
       {std::pair{Verdict::fail, Verdict::pass}, std::pair{Verdict::pass, Verdict::fail}}) {
    Attempts attempts(results({first, Verdict::pass}));
    attempts.add(results({second, Verdict::pass}));
    EXPECT_TRUE(attempts.flaky());
    const auto& one = attempts.results()[0];
    EXPECT_TRUE(one.flaky);
    EXPECT_EQ(one.verdict, Verdict::fail);
    EXPECT_EQ(one.message, "fail");
    EXPECT_EQ(one.outcomes, (Verdicts{first, second}));
    EXPECT_FALSE(attempts.results()[1].flaky);
  }
}

TEST(Attempts, StayFlakyWhateverComesLater) {
  Attempts attempts(results({Verdict::fail}));
  attempts.add(results({Verdict::pass}));
  attempts.add(results({Verdict::fail}));
  EXPECT_TRUE(attempts.flaky());
  EXPECT_EQ(attempts.results()[0].attempts, 3);
}

TEST(Attempts, WithOtherResultsAreFlaky) {
  Attempts attempts(results({Verdict::pass, Verdict::pass}));
  attempts.add(results({Verdict::pass}));
  EXPECT_TRUE(attempts.flaky());
  EXPECT_EQ(attempts.results().size(), 2U);
}

TEST(Attempts, AreRankedSoThatNothingIsHidden) {
  const Verdicts worst_first{
      Verdict::crash,         Verdict::timeout,     Verdict::fail,    Verdict::protocol_violation,
      Verdict::harness_error, Verdict::unsupported, Verdict::skipped, Verdict::pass};
  for (std::size_t i = 0; i < worst_first.size(); ++i) {
    for (std::size_t j = 0; j < worst_first.size(); ++j)
      EXPECT_EQ(is_worse(worst_first[i], worst_first[j]), i < j);
  }
}

}  // namespace
}  // namespace loopcheck::runner
