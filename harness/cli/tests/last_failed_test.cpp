// `--last-failed` and `-k`, end to end.
#include "last_failed.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "loopcheck_program.hpp"
#include "system.hpp"

namespace loopcheck::cli {
namespace {

using Words = std::vector<std::string>;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::set<std::string> cases_of(const nlohmann::json& record) {
  std::set<std::string> cases;
  for (const auto& result : record.at("results")) cases.insert(result.at("case").get<std::string>());
  return cases;
}

TEST(LastFailed, RunsWhatFailedAndNothingElse) {
  const Workplace work;
  ASSERT_EQ(work.run({"--subject", "reference", "--environment", an_environment}).status, 1);
  ASSERT_EQ(cases_of(work.record()).size(), 4U);
  const auto again = work.run({"--last-failed"});
  EXPECT_EQ(again.status, 1) << again.error;
  EXPECT_EQ(cases_of(work.record()), std::set<std::string>{"wrong"});
  ASSERT_EQ(work.record().at("results").size(), 1U);
  EXPECT_EQ(work.record().at("results").at(0).at("environment").at("id"), an_environment);
  EXPECT_EQ(work.run({"--lf"}).status, 1);
}

// Two commands of one program: the second is called after its place, which it does not have when it runs
// alone.
TEST(LastFailed, CallsASubjectThatWasNamedByACommandAsTheRecordDoes) {
  const Workplace work;
  const Words commands{scripted("pass-through"), scripted("pass-through", " --on x")};
  (void)work.run({"--subject-command", commands[0], "--subject-command", commands[1], "--case", "alive"});
  auto record = work.record();
  std::string failed;
  for (auto& result : record.at("results")) {
    if (contains(result.at("rerun").get<std::string>(), "--on x")) {
      failed = result.at("subject").get<std::string>();
      result["verdict"] = "fail";
    } else {
      result["verdict"] = "pass";
    }
  }
  ASSERT_EQ(failed, "scripted-subject-2");
  std::ofstream(work.report() / "run.json") << record.dump();
  (void)work.run({"--last-failed"});
  const auto again = work.record();
  ASSERT_EQ(again.at("results").size(), 1U);
  EXPECT_EQ(again.at("results").at(0).at("subject"), failed);
}

TEST(LastFailed, SaysWhereThereIsNoRecord) {
  const Workplace work;
  const auto finished = work.run({"--last-failed"});
  EXPECT_EQ(finished.status, 2);
  EXPECT_TRUE(contains(finished.error, "there is no record of a run in " + work.report().string()))
      << finished.error;
}

TEST(LastFailed, SaysThatARecordCannotBeRead) {
  const Workplace work;
  std::filesystem::create_directories(work.report());
  std::ofstream(work.report() / "run.json") << "{";
  const auto finished = work.run({"--last-failed"});
  EXPECT_EQ(finished.status, 2);
  EXPECT_TRUE(contains(finished.error, "run.json")) << finished.error;
}

TEST(LastFailed, SaysThatNothingFailedAndKeepsTheRecord) {
  const Workplace work;
  ASSERT_EQ(work.run({"--subject", "reference", "--case", "alive"}).status, 0);
  const auto record = work.record();
  const auto finished = work.run({"--last-failed"});
  EXPECT_EQ(finished.status, 4);
  EXPECT_TRUE(contains(finished.error, "nothing failed in the last run")) << finished.error;
  EXPECT_EQ(work.record(), record);
}

TEST(LastFailed, IsNarrowedByOtherOptionsButNotToNothing) {
  const Workplace work;
  ASSERT_EQ(work.run({"--subject", "reference"}).status, 1);
  const auto record = work.record();
  for (const Words& options : {Words{"-k", "calls back"}, Words{"--environment", "no-such"},
                               Words{"--subject-command", scripted("pass-through")}}) {
    Words all{"--last-failed"};
    all.insert(all.end(), options.begin(), options.end());
    const auto finished = work.run(all);
    EXPECT_EQ(finished.status, 4) << options.front() << finished.error;
    EXPECT_TRUE(contains(finished.error, "the other options leave none of the")) << finished.error;
    EXPECT_EQ(work.record(), record) << options.front();
  }
  EXPECT_EQ(work.run({"--last-failed", "-k", "nobody", "--environment", an_environment}).status, 1);
  EXPECT_EQ(work.record().at("results").size(), 1U);
}

TEST(LastFailed, IsRefusedBesideWhatContradictsIt) {
  const Workplace work;
  for (const auto& option : {Words{"--case", "alive"}, Words{"--shard", "1/2"}}) {
    const auto finished = work.run({"--last-failed", option[0], option[1]});
    EXPECT_EQ(finished.status, 2);
    EXPECT_TRUE(contains(finished.error, option[0] + " excludes --last-failed")) << finished.error;
  }
}

record::Result result_with(record::Verdict verdict, record::Level level, bool known) {
  record::Result result;
  result.verdict = verdict;
  result.level = level;
  result.known_failure = known;
  result.case_id = "a";
  result.subject = "s";
  result.rerun = "loopcheck run --subject s --environment e --case a";
  return result;
}

struct Standing {
  record::Verdict verdict;
  record::Level level;
  bool known;
  bool failed;
};

class FailedResults : public testing::TestWithParam<Standing> {};

TEST_P(FailedResults, AreThoseThatMadeTheRunFail) {
  record::Run run;
  run.results.push_back(result_with(GetParam().verdict, GetParam().level, GetParam().known));
  const auto failed = failed_in(run);
  EXPECT_EQ(failed.scenarios.size(), GetParam().failed ? 1U : 0U);
  EXPECT_EQ(failed.subjects.size(), failed.scenarios.size());
}

INSTANTIATE_TEST_SUITE_P(
    Each, FailedResults,
    testing::Values(Standing{record::Verdict::pass, record::Level::documented, false, false},
                    Standing{record::Verdict::fail, record::Level::documented, false, true},
                    Standing{record::Verdict::fail, record::Level::documented, true, false},
                    Standing{record::Verdict::fail, record::Level::observed, false, false},
                    Standing{record::Verdict::crash, record::Level::observed, false, true},
                    Standing{record::Verdict::timeout, record::Level::documented, false, true},
                    Standing{record::Verdict::protocol_violation, record::Level::documented, false, true},
                    Standing{record::Verdict::pass, record::Level::documented, true, true},
                    Standing{record::Verdict::skipped, record::Level::documented, false, false}),
    [](const auto& info) { return std::to_string(info.index); });

TEST(Keywords, ChooseCasesAndRules) {
  const Workplace work;
  const auto list = [&](const char* what, const char* text) {
    return work.loopcheck({"list", what, "--cases", work.cases().string(), "-k", text}).output;
  };
  EXPECT_EQ(list("cases", "THE loop"), "alive\n");
  EXPECT_EQ(list("cases", "unreachable and not descriptors"), "foreign\n");
  EXPECT_TRUE(contains(list("rules", "nobody can try"), "unreachable"));
  EXPECT_EQ(list("rules", "no such text"), "");
  ASSERT_EQ(work.run({"--subject", "reference", "-k", "impossible"}).status, 1);
  EXPECT_EQ(cases_of(work.record()), std::set<std::string>{"wrong"});
}

TEST(Keywords, ThatCannotBeReadAreWrongUsage) {
  const Workplace work;
  const auto finished = work.run({"-k", "(alive"});
  EXPECT_EQ(finished.status, 2);
  EXPECT_TRUE(contains(finished.error, "expected a closing bracket, at character 7 of: (alive"))
      << finished.error;
}

}  // namespace
}  // namespace loopcheck::cli
