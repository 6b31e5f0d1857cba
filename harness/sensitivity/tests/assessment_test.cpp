#include <gtest/gtest.h>

#include "made_up.hpp"

namespace loopcheck::sensitivity {
namespace {

const std::vector<Defect> two{defect("break-a", {"a"}), defect("break-b", {"b"})};

Assessment all_well() {
  return assess(
      small_suite(), two,
      {trial("", {}), trial("break-a", {{"a", {"case-a"}}}), trial("break-b", {{"b", {"case-b"}}})});
}

TEST(Assessment, IsCompleteWhereEachDefectIsNoticedByItsOwnRules) {
  const Assessment assessment = all_well();
  EXPECT_TRUE(assessment.sound()) << as_text(assessment);
  EXPECT_TRUE(assessment.complete()) << as_text(assessment);
  EXPECT_EQ(assessment.killers.at("a"), std::set<std::string>{"break-a"});
  EXPECT_EQ(assessment.rules_exempt,
            (Strings{"sum: it sums up other rules, and falls with any of them",
                     "usual: no case makes a documented claim of it, so that nothing can break it"}));
  EXPECT_EQ(as_text(assessment).find("Not finished"), std::string::npos);
  EXPECT_TRUE(assessment.idle_cases.empty());
  EXPECT_EQ(figures(assessment),
            "2 of 4 rules have a killed defect (2 need none); 2 defects in 2 trials, 2 noticed by exactly "
            "their rules, 0 defects not noticed; 0 cases never noticed anything (0 more say why)");
}

TEST(Assessment, NamesARuleWithoutADefect) {
  const Assessment assessment = assess(small_suite(), {two[0]}, {trial("break-a", {{"a", {"case-a"}}})});
  EXPECT_EQ(assessment.rules_without_killer, Strings{"b"});
  EXPECT_TRUE(assessment.sound());  // as far as it goes
  EXPECT_FALSE(assessment.complete());
}

TEST(Assessment, NamesACaseThatNeverNoticedAnything) {
  Suite suite = small_suite();
  suite.cases["case-c"] = "";
  const std::vector<Trial> trials{trial("break-a", {{"a", {"case-a"}}}),
                                  trial("break-b", {{"b", {"case-b"}}})};
  const Assessment idle = assess(suite, two, trials);
  EXPECT_EQ(idle.idle_cases, Strings{"case-c"});
  EXPECT_TRUE(idle.sound());
  EXPECT_FALSE(idle.complete());
  EXPECT_NE(as_text(idle).find("Cases that never noticed anything (1):\n  case-c"), std::string::npos);

  suite.cases["case-c"] = "only a kernel could break it";
  const Assessment excused = assess(suite, two, trials);
  EXPECT_TRUE(excused.idle_cases.empty());
  EXPECT_EQ(excused.excused_cases, Strings{"case-c: only a kernel could break it"});
  EXPECT_TRUE(excused.complete()) << as_text(excused);
}

TEST(Assessment, TakesNoExcuseFromACaseThatNoticedSomething) {
  Suite suite = small_suite();
  suite.cases["case-b"] = "nothing can break it";
  const Assessment assessment =
      assess(suite, two, {trial("break-a", {{"a", {"case-a"}}}), trial("break-b", {{"b", {"case-b"}}})});
  EXPECT_EQ(assessment.wrongly_excused_cases, Strings{"case-b"});
  EXPECT_FALSE(assessment.sound());
  EXPECT_NE(as_text(assessment).find("say that they notice nothing, and did (1)"), std::string::npos);
}

TEST(Assessment, NamesADefectThatNobodyNoticed) {
  const Assessment assessment =
      assess(small_suite(), two, {trial("break-a", {{"a", {"case-a"}}}), trial("break-b", {})});
  EXPECT_EQ(assessment.unnoticed_defects, Strings{"break-b"});
  EXPECT_EQ(assessment.trials[1].missed, Strings{"b"});
  EXPECT_FALSE(assessment.sound());
}

TEST(Assessment, NamesWhatFellAndIsNotInTheData) {
  const Assessment assessment = assess(
      small_suite(), two,
      {trial("break-a", {{"a", {"case-a"}}, {"b", {"case-a"}}}), trial("break-b", {{"b", {"case-b"}}})});
  EXPECT_EQ(assessment.trials[0].unexpected, Strings{"b"});
  EXPECT_EQ(assessment.inexact_trials(), 1U);
  EXPECT_FALSE(assessment.sound());
  EXPECT_NE(as_text(assessment).find("break-a in linux-selector-epoll; noticed besides by: b"),
            std::string::npos);
}

TEST(Assessment, ExpectsNothingOfARuleThatDoesNotApply) {
  const std::vector<Defect> both{defect("break-both", {"a", "b"})};
  const Assessment assessment = assess(
      small_suite(), both,
      {trial("break-both", {{"a", {"case-a"}}}, {"a"}), trial("break-both", {{"b", {"case-b"}}}, {"b"})});
  EXPECT_TRUE(assessment.sound()) << as_text(assessment);
}

TEST(Assessment, ExpectsThatASparedRuleHolds) {
  const std::vector<Defect> both{defect("break-both", {"a", "b"})};
  Trial sparing = trial("break-both", {{"a", {"case-a"}}});
  sparing.spared = {"b"};
  EXPECT_TRUE(judge(sparing, both[0], small_suite()).exact());
  sparing.fell["b"] = {"case-b"};
  const JudgedTrial judged = judge(sparing, both[0], small_suite());
  EXPECT_EQ(judged.unexpected, Strings{"b"});
  EXPECT_EQ(as_line(judged), "break-both in linux-selector-epoll; noticed besides by: b");
}

TEST(Assessment, CallsADefectNotTriedWhereNoneOfItsRulesApplies) {
  const Assessment assessment =
      assess(small_suite(), two, {trial("break-a", {{"a", {"case-a"}}}, {"a"}), trial("break-b", {}, {"a"})});
  EXPECT_EQ(assessment.untried_defects, Strings{"break-b"});
  EXPECT_TRUE(assessment.unnoticed_defects.empty());
}

TEST(Assessment, LetsRulesThatSumUpFallWithTheirParts) {
  const Assessment assessment = assess(
      small_suite(), two,
      {trial("break-a", {{"a", {"case-a"}}, {"sum", {"case-a"}}}), trial("break-b", {{"b", {"case-b"}}})});
  EXPECT_TRUE(assessment.sound()) << as_text(assessment);
}

TEST(Assessment, NamesWhatIsBrokenWithoutAnyDefect) {
  const Assessment assessment = assess(small_suite(), {}, {trial("", {{"a", {"case-a"}}})});
  EXPECT_EQ(assessment.broken_without_defect, Strings{"a in linux-selector-epoll"});
  EXPECT_TRUE(assessment.killers.empty());
  EXPECT_FALSE(assessment.sound());
}

TEST(Assessment, NamesRulesAndDefectsThatHadNoChance) {
  const Assessment assessment = assess(small_suite(), two, {trial("break-a", {{"a", {"case-a"}}}, {"a"})});
  EXPECT_EQ(assessment.rules_not_tried, Strings{"b"});
  EXPECT_EQ(assessment.untried_defects, Strings{"break-b"});
  EXPECT_FALSE(assessment.complete());
}

TEST(Assessment, NamesARuleThatOnlyADefectKnows) {
  const Assessment assessment = assess(small_suite(), {defect("break-x", {"x"})}, {trial("break-x", {})});
  EXPECT_EQ(assessment.unknown_rules, Strings{"x (defect break-x)"});
  EXPECT_FALSE(assessment.sound());
}

TEST(Assessment, IsNotSoundWhereTrialsAreMissing) {
  Assessment assessment = all_well();
  assessment.unfinished = "it was interrupted";
  EXPECT_FALSE(assessment.sound());
  EXPECT_FALSE(assessment.complete());
  EXPECT_NE(as_text(assessment).find("Not finished: it was interrupted.\n"), std::string::npos);
}

TEST(Assessment, TakesATrialWithTroubleForNoProof) {
  Trial given_up = trial("break-a", {{"a", {"case-a"}}});
  given_up.trouble = "given up";
  const Assessment assessment = assess(small_suite(), two, {given_up, trial("break-b", {{"b", {"case-b"}}})});
  EXPECT_EQ(assessment.inexact_trials(), 1U);
  EXPECT_FALSE(assessment.sound());
}

}  // namespace
}  // namespace loopcheck::sensitivity
