// Through the executables: the suite notices a loop that is wrong, and the command says so.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "loopcheck_program.hpp"
#include "system.hpp"

namespace loopcheck::cli {
namespace {

class Sensitivity : public testing::Test {
 protected:
  // Over the whole suite, in the reference loop's first environment.
  [[nodiscard]] Finished try_defects(const std::string& list, const std::vector<std::string>& more) const {
    const auto file = work_.report().parent_path() / "defects.json";
    std::ofstream(file) << list;
    std::vector<std::string> all{
        "sensitivity", file.string(),   "--cases",      LOOPCHECK_SUITE, "--subject",
        "reference",   "--environment", an_environment, "--output",      work_.report().string()};
    all.insert(all.end(), more.begin(), more.end());
    return work_.loopcheck(all);
  }
  [[nodiscard]] nlohmann::json table() const {
    std::ostringstream text;
    text << std::ifstream(work_.report() / "sensitivity.json").rdbuf();
    return nlohmann::json::parse(text.str());
  }

  Workplace work_;
};

constexpr const char* two = R"([
  {"id":"timer-runs-twice","about":"runs twice","breaks":["call-later-once"]},
  {"id":"is-running-always-false","about":"is false","breaks":["is-running"]}])";

TEST_F(Sensitivity, IsShownByExactlyTheRulesOfEachDefect) {
  const auto finished =
      try_defects(two, {"--case", "timer-not*", "--case", "is-running", "--case", "call-soon*"});
  EXPECT_EQ(finished.status, 0) << finished.output << finished.error;
  EXPECT_NE(finished.output.find("2 defects in 2 trials, 2 noticed by exactly their rules"),
            std::string::npos)
      << finished.output;
  const auto document = table();
  ASSERT_EQ(document.at("trials").size(), 2U);
  for (const auto& trial : document.at("trials")) {
    EXPECT_EQ(trial.at("exact"), true) << trial.dump();
    EXPECT_EQ(trial.at("fell").size(), 1U) << trial.dump();
  }
}

TEST_F(Sensitivity, IsMissingWhereNobodyNoticesOrOthersDo) {
  const auto unnoticed = try_defects(two, {"--case", "stop-in-callback"});
  EXPECT_EQ(unnoticed.status, 1);
  EXPECT_NE(unnoticed.output.find("Defects that nobody noticed (2)"), std::string::npos) << unnoticed.output;
  const auto other =
      try_defects(R"([{"id":"timer-runs-twice","about":"runs twice","breaks":["is-running"]}])",
                  {"--case", "timer*", "--case", "is-running"});
  EXPECT_EQ(other.status, 1);
  EXPECT_NE(other.output.find("not noticed by: is-running; noticed besides by: call-later-once"),
            std::string::npos)
      << other.output;
}

TEST_F(Sensitivity, IsIncompleteWhereARuleOrACaseHasNoPart) {
  const std::vector<std::string> selection{"--case", "is-running", "--case", "call-soon-nested",
                                           "--rule", "is-running", "--rule", "call-soon-next-iteration"};
  auto complete = selection;
  complete.push_back("--complete");
  EXPECT_EQ(try_defects(two, selection).status, 0);
  const auto finished = try_defects(two, complete);
  EXPECT_EQ(finished.status, 1);
  EXPECT_NE(finished.output.find("Rules without a killed defect (1):\n  call-soon-next-iteration"),
            std::string::npos)
      << finished.output;
  EXPECT_NE(finished.output.find("Cases that never noticed anything (1):\n  call-soon-nested"),
            std::string::npos)
      << finished.output;
}

TEST_F(Sensitivity, IsCompleteWhereEveryRuleAndCaseHasItsPart) {
  const auto finished = try_defects(
      two, {"--case", "is-running", "--rule", "is-running", "--defect", "is-running*", "--complete"});
  EXPECT_EQ(finished.status, 0) << finished.output << finished.error;
}

// A defect of several platforms then meets the cases of its own rules; the others are not asked.
TEST_F(Sensitivity, IsAskedBrieflyByTheCasesOfTheDefectsOwnRules) {
  const std::vector<std::string> selection{"--case",           "is-running", "--case",
                                           "stop-in-callback", "--defect",   "timer-runs-twice"};
  const std::string wrong = R"([{"id":"timer-runs-twice","about":"x","breaks":["is-running"]}])";
  auto briefly = selection;
  briefly.insert(briefly.end(), {"--briefly", "reference"});
  EXPECT_EQ(try_defects(wrong, briefly).status, 1);
  const auto document = table();
  ASSERT_EQ(document.at("trials").size(), 1U);
  EXPECT_EQ(document.at("trials").at(0).at("brief"), true);
  EXPECT_EQ(document.at("trials").at(0).at("attempts"), 2)
      << "what is not as the data says is tried once more";
}

TEST_F(Sensitivity, EndsWhenItsTimeIsUsedUp) {
  const auto finished = try_defects(two, {"--budget", "0.001"});
  EXPECT_EQ(finished.status, 3);
  EXPECT_NE(finished.error.find("--budget"), std::string::npos) << finished.output << finished.error;
  EXPECT_EQ(table().at("unfinished"), "the budget is used up (--budget)");
}

TEST_F(Sensitivity, RefusesWhatItCannotUse) {
  EXPECT_EQ(try_defects("no list", {}).status, 2);
  EXPECT_EQ(try_defects(two, {"--defect", "no-such-defect"}).status, 4);
  const auto unknown =
      try_defects(R"([{"id":"no-such","about":"x","breaks":["is-running"]}])", {"--case", "is-running"});
  EXPECT_EQ(unknown.status, 3);
  EXPECT_NE(unknown.error.find("with --defect no-such"), std::string::npos)
      << unknown.output << unknown.error;
}

}  // namespace
}  // namespace loopcheck::cli
