#include "loopcheck/runner/plan.hpp"

#include <set>

#include <gtest/gtest.h>

#include "loopcheck/evaluation/judge.hpp"
#include "suite.hpp"

namespace loopcheck::runner {
namespace {

protocol::Environment environment(const std::string& id, const std::string& platform) {
  protocol::Environment result;
  result.id = id;
  result.platform = platform;
  result.platform_version = "1";
  result.arch = "x86_64";
  result.loop = "selector";
  result.documented = "3.12";
  return result;
}

class Planning : public ::testing::Test {
 protected:
  void SetUp() override { load(); }

  void load() {
    auto loaded = suite.load();
    ASSERT_TRUE(loaded.catalogue) << catalogue::all_texts(loaded.diagnostics);
    catalogue = std::move(loaded.catalogue);
    choice.cases = catalogue->select(choice.selection);
  }

  Introduction subject(const std::string& name, std::vector<protocol::Environment> environments) const {
    Introduction introduction;
    introduction.spec.name = name;
    introduction.identity.environments = std::move(environments);
    return introduction;
  }

  // "subject environment case" of each scenario.
  std::vector<std::string> planned(const std::vector<Introduction>& subjects) {
    plan = make_plan(*catalogue, subjects, choice);
    std::vector<std::string> names;
    for (const auto& scenario : plan.scenarios) {
      const auto& asked = subjects[scenario.subject];
      names.push_back(asked.spec.name + " " + asked.identity.environments[scenario.environment].id + " " +
                      catalogue->id(scenario.handle));
    }
    return names;
  }

  // What the case "plain" expects instead.
  void plain_expects(const char* expectations) {
    suite.cases["cases"][1]["expect"] = nlohmann::json::parse(expectations);
    load();
  }

  catalogue::Suite suite;
  std::optional<catalogue::Catalogue> catalogue;
  Choice choice;
  Plan plan;
};

using Names = std::vector<std::string>;

TEST_F(Planning, GoesSubjectBySubjectAndCaseByCase) {
  choice.selection.cases = {"plain", "turns=2"};
  load();
  EXPECT_EQ(planned({subject("one", {environment("l", "linux"), environment("w", "windows")}),
                     subject("two", {environment("f", "freebsd")})}),
            (Names{"one l reader[resource=pipe,turns=2]", "one w reader[resource=pipe,turns=2]",
                   "one l plain", "one w plain", "two f plain"}));
  EXPECT_EQ(plan.selected, 5U);
  EXPECT_EQ(plan.header.suite.cases.size(), 2U);
}

TEST_F(Planning, LeavesACaseOutWhereItAsksNothingAndSaysWhy) {
  plain_expects(R"([
    {"rule": "reader-refused", "when": {"platform": "linux"}, "applies": false, "note": "Not on Linux."},
    {"rule": "reader-refused", "check": [{"step": "t", "returns": {"$min": 0}}]}])");
  choice.selection.cases = {"plain"};
  load();
  const auto subjects = {subject("one", {environment("l", "linux"), environment("f", "freebsd")})};
  EXPECT_EQ(planned(subjects), Names{"one f plain"});
  EXPECT_EQ(plan.selected, 1U);
  const auto& environments = plan.header.subjects.at(0).environments;
  EXPECT_EQ(environments.at(0).left_out, (std::vector<record::LeftOut>{{"Not on Linux.", {"plain"}}}));
  EXPECT_TRUE(environments.at(1).left_out.empty());
}

TEST_F(Planning, PutsCasesThatAreLeftOutForOneReasonTogether) {
  const auto refusal = nlohmann::json::parse(
      R"({"rule": "reader-refused", "when": {"platform": "windows"}, "applies": false, "note": "Not there."})");
  for (auto& one : suite.cases["cases"]) one["expect"].back() = refusal;
  load();
  EXPECT_EQ(planned({subject("one", {environment("w", "windows")})}), Names{});
  EXPECT_EQ(plan.header.subjects.at(0).environments.at(0).left_out,
            (std::vector<record::LeftOut>{{"Not there.",
                                           {"reader[resource=pipe,turns=1]", "reader[resource=pipe,turns=2]",
                                            "reader[resource=fifo,turns=1]", "plain"}}}));
}

TEST_F(Planning, RunsACaseThatLeavesOneRuleOutForItsOthers) {
  plain_expects(R"([
    {"rule": "reader-runs", "applies": false, "note": "Not this one."},
    {"rule": "reader-refused", "check": [{"step": "t", "returns": {"$min": 0}}]}])");
  choice.selection.cases = {"plain"};
  load();
  EXPECT_EQ(planned({subject("one", {environment("l", "linux")})}), Names{"one l plain"});
  EXPECT_TRUE(plan.header.subjects.at(0).environments.at(0).left_out.empty());
}

TEST_F(Planning, DoesNotRunACaseForARuleThatIsNotSelected) {
  choice.selection.tiers = {1};
  load();
  EXPECT_EQ(planned({subject("one", {environment("l", "linux"), environment("w", "windows")})}),
            (Names{"one w reader[resource=pipe,turns=1]", "one w reader[resource=pipe,turns=2]",
                   "one w reader[resource=fifo,turns=1]", "one l plain", "one w plain"}))
      << "on Linux a reader proves a rule of tier 2";
  EXPECT_TRUE(plan.header.subjects.at(0).environments.at(0).left_out.empty()) << "nothing speaks against it";
}

TEST_F(Planning, DoesNotRunACaseOfWhichNothingSpeaksOfTheEnvironment) {
  choice.selection.cases = {"reader"};
  load();
  EXPECT_EQ(planned({subject("one", {environment("f", "freebsd")})}), Names{});
  EXPECT_TRUE(plan.header.subjects.at(0).environments.at(0).left_out.empty());
}

TEST_F(Planning, RunsWhatIsOnlyObserved) {
  plain_expects(R"([{"rule": "reader-refused", "observed": [{"step": "t", "returns": {"$min": 0}}]}])");
  choice.selection.cases = {"plain"};
  load();
  EXPECT_EQ(planned({subject("one", {environment("l", "linux")})}), Names{"one l plain"});
}

TEST_F(Planning, TellsOfLeftOutCasesOnlyInTheirShard) {
  plain_expects(R"([{"rule": "reader-refused", "applies": false, "note": "Nowhere."}])");
  choice.selection.cases = {"plain"};
  load();
  std::size_t told = 0;
  for (int index = 1; index <= 2; ++index) {
    choice.shard = record::Shard{index, 2};
    EXPECT_EQ(planned({subject("one", {environment("l", "linux")})}), Names{});
    told += plan.header.subjects.at(0).environments.at(0).left_out.size();
  }
  EXPECT_EQ(told, 1U);
}

// What is planned gives a result, and what would give one is planned: in the suite as it is.
TEST(PlanOfTheSuite, HasACaseExactlyWhereItGivesAResult) {
  const auto suite = catalogue::load(catalogue::real_cases()).catalogue;
  ASSERT_TRUE(suite);
  struct Place {
    const char* platform;
    const char* version;
    const char* loop;
    const char* selector;
  };
  const Place places[] = {{"linux", "6.1", "selector", "epoll"},   {"linux", "6.1", "selector", "select"},
                          {"linux", "6.1", "other", ""},           {"macos", "15.0", "selector", "kqueue"},
                          {"macos", "10.8", "selector", "kqueue"}, {"macos", "10.8", "selector", "poll"},
                          {"windows", "10", "selector", "select"}, {"windows", "10", "proactor", ""},
                          {"emscripten", "4.0", "other", ""},      {"freebsd", "14", "selector", "kqueue"}};
  Choice choice;
  choice.cases = suite->cases();
  Introduction subject;
  for (const auto& place : places) {
    for (const char* documented : {"3.7", "3.8", "3.12", "3.14"}) {
      auto& one = subject.identity.environments.emplace_back(environment("", place.platform));
      one.id = std::to_string(subject.identity.environments.size());
      one.platform_version = place.version;
      one.loop = place.loop;
      if (*place.selector != '\0') one.selector = place.selector;
      one.documented = documented;
    }
  }
  std::set<std::pair<std::size_t, catalogue::CaseHandle>> planned;
  for (const auto& scenario : make_plan(*suite, {subject}, choice).scenarios)
    planned.emplace(scenario.environment, scenario.handle);
  for (const auto handle : choice.cases) {
    const auto expanded = suite->expand(handle);
    for (std::size_t i = 0; i < subject.identity.environments.size(); ++i) {
      const auto& there = subject.identity.environments[i];
      EXPECT_EQ(planned.contains({i, handle}), evaluation::applicable(expanded, there, *suite))
          << expanded.id << " on " << there.platform << " " << there.platform_version << " " << there.loop;
    }
  }
}

TEST_F(Planning, HasNothingForASubjectThatDidNotIntroduceItself) {
  auto absent = subject("one", {});
  absent.problem = "it crashed";
  EXPECT_EQ(planned({absent}), Names{});
  EXPECT_EQ(plan.header.subjects.at(0).error, "it crashed");
}

}  // namespace
}  // namespace loopcheck::runner
