#include "loopcheck/evaluation/judge.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

#include <gtest/gtest.h>

#include "transcripts.hpp"

namespace loopcheck::evaluation {
namespace {

using catalogue::Case;
using catalogue::Catalogue;
using nlohmann::json;

constexpr const char* nonce = "abc";
constexpr const char* life = "cba";  // what a control must give

constexpr const char* rules = R"({"page": "p", "rules": [
  {"id": "works", "tier": 2, "section": "s", "anchor": "a", "statement": "x", "documented": ">=3.4", "applies": {}},
  {"id": "refused", "tier": 1, "section": "s", "anchor": "a", "statement": "x", "documented": ">=3.8,<3.14",
   "applies": {"platform": ["linux", "windows"]}}]})";

constexpr const char* cases = R"({"cases": [{"id": "c", "title": "t",
  "steps": [
    {"id": "alive", "do": "control"},
    {"id": "p", "do": "open", "what": "pipe"},
    {"id": "watch", "do": "add_reader", "on": "p.read", "callback": {"name": "cb", "do": [{"id": "inner", "do": "stop"}]}},
    {"id": "again", "do": "control", "with": "callbacks"} ],
  "expect": [
    {"rule": "refused", "when": {"platform": "windows"}, "check": [{"step": "watch", "raises": "any"}]},
    {"rule": "refused", "check": [{"step": "watch", "raises": "OSError"}],
     "observed": [{"step": "watch", "raises": "PermissionError", "errno": "EPERM"}], "note": "A note."},
    {"rule": "works", "when": {"platform": "linux", "platform_version": "<4"}, "applies": false, "note": "Too old."},
    {"rule": "works", "when": {"platform": "linux"}, "observed": [{"event": "cb", "count": 0}]} ]}]})";

class Judging : public ::testing::Test {
 protected:
  void SetUp() override {
    std::random_device random;
    folder_ = std::filesystem::temp_directory_path() /
              ("loopcheck-judging-" + std::to_string(random()) + std::to_string(random()));
    std::filesystem::create_directories(folder_ / "rules");
    std::filesystem::create_directories(folder_ / "p");
    const char* given = std::getenv("LOOPCHECK_CASES");  // set by CTest
    const std::filesystem::path real = given != nullptr ? given : "cases";
    std::filesystem::copy(real / "schema", folder_ / "schema", std::filesystem::copy_options::recursive);
    std::filesystem::copy(real / "fixtures.json", folder_ / "fixtures.json");
    std::ofstream(folder_ / "rules" / "p.json") << rules;
    std::ofstream(folder_ / "p" / "c.json") << cases;
    catalogue::LoadResult loaded = catalogue::load(folder_);
    for (const auto& diagnostic : loaded.diagnostics) ADD_FAILURE() << to_string(diagnostic);
    ASSERT_TRUE(loaded.catalogue);
    catalogue_ = loaded.catalogue;
    case_ = catalogue_->expand(catalogue_->find_case("c").value());
    environment_.id = "e";
    environment_.platform = "linux";
    environment_.loop = "selector";
    environment_.documented = "3.12.1";
  }

  void TearDown() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::vector<Judged> judged(const ScenarioOutcome& outcome) const {
    return judge(case_, environment_, *catalogue_, outcome, nonce);
  }

  static protocol::Transcript refusal() {
    return transcript({returned("alive", life), returned("p"), raised("watch", "PermissionError", 1),
                       returned("again", life)});
  }

  std::filesystem::path folder_;
  std::optional<Catalogue> catalogue_;
  Case case_;
  protocol::Environment environment_;
};

TEST_F(Judging, WhatDoesNotApplyHidesTheExpectationsAfterIt) {
  const auto asked = [&](const char* version) {
    environment_.platform_version = version;
    std::vector<std::string> rules_asked;
    for (const Judged& result : judged(refusal())) {
      if (rules_asked.empty() || rules_asked.back() != result.rule) rules_asked.push_back(result.rule);
    }
    return rules_asked;
  };
  EXPECT_EQ((std::vector<std::string>{"refused", "works"}), asked("6.1"));
  EXPECT_EQ((std::vector<std::string>{"refused"}), asked("3.9"));
}

TEST_F(Judging, GivesOneResultForEachRuleAndLevel) {
  const auto results = judged(refusal());
  ASSERT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0].rule, "refused");
  EXPECT_EQ(results[0].tier, 1);
  EXPECT_EQ(results[0].level, Level::documented);
  EXPECT_EQ(results[1].rule, "refused");
  EXPECT_EQ(results[1].level, Level::observed);
  EXPECT_EQ(results[2].rule, "works");
  EXPECT_EQ(results[2].level, Level::observed);
  for (const Judged& result : results) {
    EXPECT_EQ(result.verdict, Verdict::pass) << result.message;
    EXPECT_EQ(result.message, "");
  }
  EXPECT_EQ(results[0].note, "A note.");
  EXPECT_EQ(results[0].expected, "\"watch\" raises OSError");
  EXPECT_EQ(results[0].observed, "\"watch\" raised PermissionError [EPERM]: it failed");
}

TEST_F(Judging, TellsLevelsApart) {
  auto seen = refusal();
  seen.steps[2] = raised("watch", "FileNotFoundError", 2);
  const auto results = judged(seen);
  EXPECT_EQ(results[0].verdict, Verdict::pass);
  EXPECT_EQ(results[1].verdict, Verdict::fail);
  EXPECT_EQ(results[1].message,
            "expected \"watch\" raises PermissionError [EPERM], but \"watch\" raised FileNotFoundError "
            "[ENOENT]: it failed");
}

TEST_F(Judging, UsesTheFirstExpectationThatFits) {
  environment_.platform = "windows";
  auto seen = refusal();
  seen.steps[2] = raised("watch", "ValueError");
  const auto results = judged(seen);
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results[0].verdict, Verdict::pass);
}

TEST_F(Judging, AsksNoEnvironmentOutsideTheRule) {
  environment_.platform = "macos";
  EXPECT_TRUE(judged(refusal()).empty());
  EXPECT_FALSE(applicable(case_, environment_, *catalogue_));
  EXPECT_TRUE(judged(Crashed{"signal 11", "watch"}).empty());
  environment_.platform = "linux";
  EXPECT_TRUE(applicable(case_, environment_, *catalogue_));
}

TEST_F(Judging, CountsOtherDocumentationAsObserved) {
  environment_.documented = "3.14";
  auto seen = refusal();
  seen.steps[2] = returned("watch");
  const auto results = judged(seen);
  ASSERT_EQ(results.size(), 2U) << "one result for each rule and level";
  EXPECT_EQ(results[0].level, Level::observed);
  EXPECT_EQ(results[0].verdict, Verdict::fail);
  EXPECT_NE(results[0].note.find("A note.; the documentation says so in >=3.8,<3.14"), std::string::npos)
      << results[0].note;
  environment_.documented = "";
  EXPECT_EQ(judged(seen)[0].level, Level::observed) << "an unknown version is outside, too";
}

TEST_F(Judging, BelievesNoRefusalOfALoopWithoutLife) {
  const protocol::StepOutcome dead[] = {returned("alive", nonce), returned("alive", nullptr),
                                        returned("alive", "cb"), raised("alive", "NotImplementedError"),
                                        without_result("alive", protocol::Outcome::not_run, "no loop")};
  for (const protocol::StepOutcome& control : dead) {
    auto seen = refusal();
    seen.steps[0] = control;
    const auto results = judged(seen);
    EXPECT_EQ(results[0].verdict, Verdict::fail);
    EXPECT_NE(results[0].message.find("the loop shows no life: the control \"alive\""), std::string::npos);
    EXPECT_EQ(results[1].verdict, Verdict::pass) << "what was observed was observed";
  }
}

TEST_F(Judging, AsksForLifeAfterTheRefusalToo) {
  auto seen = refusal();
  seen.steps[3] = raised("again", "RuntimeError");
  EXPECT_EQ(judged(seen)[0].verdict, Verdict::fail);
}

TEST_F(Judging, ASubjectThatRefusesEverythingEarnsNothing) {
  const auto results = judged(transcript({raised("alive", "OSError", 1), raised("p", "OSError", 1),
                                          raised("watch", "OSError", 1), raised("again", "OSError", 1)}));
  EXPECT_EQ(results[0].verdict, Verdict::fail);
}

TEST_F(Judging, ASubjectThatAcceptsEverythingEarnsNothing) {
  EXPECT_EQ(
      judged(transcript({returned("alive"), returned("p"), returned("watch"), returned("again")}))[0].verdict,
      Verdict::fail);
}

TEST_F(Judging, SkipsWhereAFixtureIsNotToBeHad) {
  auto seen = refusal();
  seen.steps[1] = without_result("p", protocol::Outcome::unmet, "no ptys here", "pty");
  for (const Judged& result : judged(seen)) {
    EXPECT_EQ(result.verdict, Verdict::skipped);
    EXPECT_EQ(result.message, "needs pty: no ptys here");
  }
}

TEST_F(Judging, TellsWhatTheAdapterCannotDo) {
  auto seen = refusal();
  seen.steps[2] = without_result("watch", protocol::Outcome::unsupported, "unknown step");
  for (const Judged& result : judged(seen)) {
    EXPECT_EQ(result.verdict, Verdict::unsupported);
    EXPECT_EQ(result.message, "the adapter cannot perform \"watch\": unknown step");
  }
}

TEST_F(Judging, FailsForMissingEvidence) {
  auto seen = refusal();
  seen.steps[2] = without_result("watch", protocol::Outcome::not_run, "p gave nothing");
  EXPECT_EQ(judged(seen)[0].verdict, Verdict::fail);
}

TEST_F(Judging, GivesAllResultsTheFateOfTheScenario) {
  const struct {
    ScenarioOutcome outcome;
    Verdict verdict;
    const char* message;
  } fates[] = {
      {Crashed{"signal 11 (SIGSEGV)", "watch"}, Verdict::crash,
       "the subject ended at the step \"watch\": signal 11 (SIGSEGV)"},
      {Crashed{"exit status 1", ""}, Verdict::crash,
       "the subject ended before the first step: exit status 1"},
      {TimedOut{"again"}, Verdict::timeout, "the time was over at the step \"again\""},
      {ProtocolViolation{"not JSON"}, Verdict::protocol_violation, "not JSON"},
      {HarnessError{"no folder"}, Verdict::harness_error, "no folder"},
      {UnmetNeed{"not-root", "the harness runs as root"}, Verdict::skipped,
       "needs not-root: the harness runs as root"},
  };
  for (const auto& fate : fates) {
    const auto results = judged(fate.outcome);
    ASSERT_EQ(results.size(), 3U);
    for (const Judged& result : results) {
      EXPECT_EQ(result.verdict, fate.verdict);
      EXPECT_EQ(result.message, fate.message);
    }
    EXPECT_EQ(results[2].level, Level::observed) << "the level stays";
  }
}

TEST_F(Judging, RefusesUnsoundTranscripts) {
  EXPECT_FALSE(check_transcript(case_, refusal()));
  auto with_inner = refusal();
  with_inner.steps.push_back(returned("inner"));
  EXPECT_FALSE(check_transcript(case_, with_inner)) << "steps in callbacks may be told";

  auto missing = refusal();
  missing.steps.pop_back();
  auto doubled = refusal();
  doubled.steps.push_back(returned("p"));
  auto unknown = refusal();
  unknown.steps.push_back(returned("invented"));
  const std::pair<protocol::Transcript, const char*> unsound[] = {
      {missing, "no outcome of the step \"again\""},
      {doubled, "two outcomes of the step \"p\""},
      {unknown, "\"invented\""},
      {{}, "no outcome of the step \"alive\""}};
  for (const auto& [seen, expected] : unsound) {
    const auto fault = check_transcript(case_, seen);
    ASSERT_TRUE(fault);
    EXPECT_NE(fault->find(expected), std::string::npos) << *fault;
    for (const Judged& result : judged(seen)) {
      EXPECT_EQ(result.verdict, Verdict::protocol_violation);
      EXPECT_EQ(result.message, *fault);
    }
  }
}

TEST(Words, OfVerdictsAndLevelsAreThoseOfTheRecord) {
  const std::pair<Verdict, const char*> verdicts[] = {{Verdict::pass, "pass"},
                                                      {Verdict::fail, "fail"},
                                                      {Verdict::crash, "crash"},
                                                      {Verdict::timeout, "timeout"},
                                                      {Verdict::protocol_violation, "protocol-violation"},
                                                      {Verdict::unsupported, "unsupported"},
                                                      {Verdict::skipped, "skipped"},
                                                      {Verdict::harness_error, "harness-error"}};
  for (const auto& [verdict, word] : verdicts) EXPECT_EQ(to_string(verdict), word);
  EXPECT_EQ(to_string(Level::documented), "documented");
  EXPECT_EQ(to_string(Level::observed), "observed");
}

}  // namespace
}  // namespace loopcheck::evaluation
