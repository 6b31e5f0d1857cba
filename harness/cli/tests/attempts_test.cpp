// End to end: cases that come out differently from one attempt to the next.
#include <gtest/gtest.h>

#include "loopcheck_program.hpp"
#include "system.hpp"

namespace loopcheck::cli {
namespace {

using Words = std::vector<std::string>;
using nlohmann::json;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Does it once; then its callbacks never run, so that the case fails.
std::string once(const Workplace& work, const std::string& behaviour) {
  return scripted(behaviour, " --on alive --once " + (work.report().parent_path() / "once").generic_string());
}

json only_result(const Workplace& work) {
  const auto results = work.record().at("results");
  EXPECT_EQ(results.size(), 1U);
  return results.at(0);
}

TEST(Attempts, OfAFailingCaseThatDifferAreFlaky) {
  const Workplace work;
  const auto finished = work.run({"--subject-command", once(work, "crash-in-step"), "--case", "alive"});
  EXPECT_EQ(finished.status, 1) << finished.error;
  const auto result = only_result(work);
  EXPECT_TRUE(result.at("flaky"));
  EXPECT_EQ(result.at("attempts"), 2);
  EXPECT_EQ(result.at("outcomes"), json({"crash", "fail"}));
  EXPECT_EQ(result.at("verdict"), "crash");
  EXPECT_TRUE(contains(finished.output, "flaky: crash, then fail")) << finished.output;
  EXPECT_TRUE(contains(work.page(), "flaky: crash, then fail"));
  for (const char* format : {"text", "markdown", "junit", "tap", "github", "sarif"}) {
    const auto report = work.loopcheck({"report", work.report().string(), "--format", format});
    EXPECT_TRUE(contains(report.output, "flaky")) << format;
  }
}

TEST(Attempts, OfAFailingCaseThatAgreeAreAFailure) {
  const Workplace work;
  EXPECT_EQ(
      work.run({"--subject-command", scripted("crash-in-step", " --on alive"), "--case", "alive"}).status, 1);
  const auto result = only_result(work);
  EXPECT_FALSE(result.at("flaky"));
  EXPECT_EQ(result.at("attempts"), 2);
}

TEST(Attempts, AreNotMadeOfWhatPassesOrIsKnown) {
  const Workplace work;
  EXPECT_EQ(work.run({"--subject", "reference", "--environment", an_environment, "--case", "alive"}).status,
            0);
  EXPECT_EQ(only_result(work).at("attempts"), 1);
  EXPECT_FALSE(only_result(work).contains("outcomes"));
}

TEST(Attempts, AreBounded) {
  const Workplace work;
  const auto none =
      work.run({"--subject-command", scripted("pass-through"), "--case", "alive", "--reruns", "0"});
  EXPECT_EQ(none.status, 1);
  EXPECT_EQ(only_result(work).at("attempts"), 1);
  const auto one = work.run(
      {"--subject-command", scripted("pass-through"), "--case", "alive", "--case", "wrong", "--reruns", "1"});
  EXPECT_TRUE(contains(one.error, "1 more failing scenarios were not run again")) << one.error;
}

TEST(Attempts, AreMadeOfEveryCaseToVerifyIt) {
  const Workplace work;
  EXPECT_EQ(work.run({"--subject", "reference", "--environment", an_environment, "--case", "alive",
                      "--verify", "4"})
                .status,
            0);
  EXPECT_EQ(only_result(work).at("attempts"), 4);
  EXPECT_EQ(only_result(work).at("outcomes"), json({"pass", "pass", "pass", "pass"}));
  const auto finished =
      work.run({"--subject-command", once(work, "exit-in-step"), "--case", "alive", "--verify", "3"});
  EXPECT_EQ(finished.status, 1);
  EXPECT_EQ(only_result(work).at("outcomes"), json({"crash", "fail", "fail"}));
  EXPECT_TRUE(only_result(work).at("flaky"));
}

TEST(Attempts, DoNotLoseTheFirstResultsWhenTheTimeIsOver) {
  const Workplace work;
  const auto finished = work.run({"--subject-command", scripted("hang-in-step", " --on alive"), "--case",
                                  "alive", "--timeout", "0.1", "--verify", "10000", "--budget", "1"});
  EXPECT_EQ(finished.status, 3);
  EXPECT_EQ(only_result(work).at("verdict"), "timeout");
}

TEST(Attempts, HaveMoreOrLessTimeByTheMultiplier) {
  const Workplace work;
  const auto finished = work.run({"--subject-command", scripted("hang-in-step"), "--case", "alive",
                                  "--timeout", "1000", "--timeout-multiplier", "0.0005", "--reruns", "0"});
  EXPECT_EQ(finished.status, 1) << finished.error;
  EXPECT_EQ(only_result(work).at("verdict"), "timeout");
}

}  // namespace
}  // namespace loopcheck::cli
