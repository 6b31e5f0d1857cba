#include "loopcheck/known_failures/update.hpp"

#include "sample.hpp"

namespace loopcheck::known_failures {
namespace {

using nlohmann::json;
using testing::environment;
using testing::header;
using testing::result;
using testing::Result;
using testing::Verdict;
using testing::Workplace;

const char* const entries = R"(
  {"case": "reader[resource=pipe,turns=*]", "at_most": 2, "rule": "reader-runs", "verdict": "fail",
   "message": "expected a", "reason": "First.", "link": "https://example.org/1"},
  {"case": "plain", "rule": "reader-refused", "verdict": "fail", "message": "expected", "reason": "Second."})";

Update updated(const Workplace& work, const std::vector<Result>& results,
               const record::RunHeader& of = header()) {
  record::Run run;
  run.header = of;
  run.results = results;
  const Matcher matcher(work.lists, of);
  return update_list(work.text, 0, matcher, run, work.catalogue);
}

std::vector<Result> in_both(const std::string& case_id, Verdict verdict,
                            const std::string& rule = "reader-runs",
                            const std::string& message = "expected a, but b") {
  return {result(case_id, verdict, message, rule, "epoll"), result(case_id, verdict, message, rule, "poll")};
}

std::vector<Result> all(const std::vector<std::vector<Result>>& parts) {
  std::vector<Result> results;
  for (const auto& part : parts) results.insert(results.end(), part.begin(), part.end());
  return results;
}

json list_of(const Update& update) {
  return json::parse(update.text).at("known_failures");
}

const auto pipe1 = "reader[resource=pipe,turns=1]";
const auto pipe2 = "reader[resource=pipe,turns=2]";

TEST(UpdatedList, IsTheSameIfItWasRight) {
  const Workplace work(entries);
  const auto results = all({in_both(pipe1, Verdict::fail), in_both(pipe2, Verdict::fail),
                            in_both("plain", Verdict::fail, "reader-refused")});
  const auto update = updated(work, results);
  EXPECT_EQ(list_of(update), json::parse(work.text).at("known_failures"));
  EXPECT_EQ(update.added + update.reduced + update.removed, 0U);
  // And once it is written in this form, to the byte.
  record::Run run;
  run.header = header();
  run.results = results;
  const Matcher matcher(work.lists, run.header);
  EXPECT_EQ(update_list(update.text, 0, matcher, run, work.catalogue).text, update.text);
}

TEST(UpdatedList, LosesWhatPassesOrMatchesNothing) {
  const Workplace work(entries);
  const auto update = updated(work, in_both("plain", Verdict::pass, "reader-refused"));
  EXPECT_EQ(list_of(update), json::array());
  EXPECT_EQ(update.removed, 2U);
}

TEST(UpdatedList, KeepsThePartThatStillFailsInItsPlace) {
  const Workplace work(entries);
  const auto update = updated(work, all({in_both(pipe1, Verdict::pass), in_both(pipe2, Verdict::fail),
                                         in_both("plain", Verdict::fail, "reader-refused")}));
  const auto list = list_of(update);
  ASSERT_EQ(list.size(), 2U) << update.text;
  EXPECT_EQ(list[0], json::parse(R"({"case": "reader[resource=pipe,turns=2]", "rule": "reader-runs",
    "verdict": "fail", "message": "expected a", "reason": "First.", "link": "https://example.org/1"})"));
  EXPECT_EQ(list[1].at("reason"), "Second.");
  EXPECT_EQ(update.reduced, 1U);
}

TEST(UpdatedList, IsBoundedToTheEnvironmentsThatStillFail) {
  const Workplace work(entries);
  const auto update =
      updated(work, all({in_both(pipe1, Verdict::fail),
                         in_both(pipe2, Verdict::fail),
                         {result("plain", Verdict::pass, "", "reader-refused", "epoll"),
                          result("plain", Verdict::fail, "expected a, but b", "reader-refused", "poll")}}));
  EXPECT_EQ(list_of(update)[1].at("environment"), "linux-selector-poll") << update.text;
}

TEST(UpdatedList, KeepsWhatTheRunSaysNothingOf) {
  for (const char* bound :
       {R"("versions": "<1.0", )", R"("environment": "macos-*", )", R"("documented": "<3.9", )"}) {
    const Workplace work(std::string(R"({)") + bound + R"("case": "plain", "rule": "reader-refused",
      "verdict": "fail", "message": "expected", "reason": "Elsewhere."})");
    EXPECT_EQ(list_of(updated(work, in_both("plain", Verdict::pass, "reader-refused"))).size(), 1U) << bound;
  }
  const Workplace work(entries);
  const auto update = updated(work, all({in_both(pipe1, Verdict::skipped), in_both(pipe2, Verdict::skipped),
                                         in_both("plain", Verdict::skipped, "reader-refused")}));
  EXPECT_EQ(list_of(update).size(), 2U);
}

TEST(UpdatedList, GetsNewFailuresWithAReasonToBeWritten) {
  const Workplace work("");
  const auto update =
      updated(work, all({in_both(pipe1, Verdict::fail),
                         in_both(pipe2, Verdict::fail),
                         in_both("plain", Verdict::crash, "reader-refused", "the subject ended"),
                         {result("reader[resource=fifo,turns=1]", Verdict::fail)}}));
  const auto list = list_of(update);
  ASSERT_EQ(list.size(), 3U) << update.text;
  EXPECT_EQ(update.added, 3U);
  for (const auto& entry : list)
    EXPECT_TRUE(entry.at("reason").get<std::string>().starts_with(catalogue::missing_reason));
  EXPECT_EQ(list[0].at("case"), "plain");
  EXPECT_EQ(list[0].at("verdict"), "crash");
  EXPECT_FALSE(list[0].contains("environment"));
  EXPECT_EQ(list[1].at("case"), "reader[resource=fifo,turns=1]");
  EXPECT_EQ(list[1].at("environment"), "linux-selector-epoll");
  EXPECT_EQ(list[2].at("case"), json({pipe1, pipe2}));
  // What was written can be read, and nothing of it is news any more.
  const Workplace next(
      update.text.substr(update.text.find('[') + 1, update.text.rfind(']') - update.text.find('[') - 1));
  Matcher matcher(next.lists, header());
  for (Result one : in_both(pipe1, Verdict::fail)) {
    matcher.mark(one);
    EXPECT_TRUE(one.known_failure);
  }
}

TEST(UpdatedList, TakesAFailureThatHasChangedForANewOne) {
  const Workplace work(entries);
  const auto update =
      updated(work, all({in_both(pipe1, Verdict::fail), in_both(pipe2, Verdict::fail),
                         in_both("plain", Verdict::timeout, "reader-refused", "the time was over")}));
  const auto list = list_of(update);
  ASSERT_EQ(list.size(), 2U) << update.text;
  EXPECT_EQ(list[1].at("verdict"), "timeout");
  EXPECT_NE(list[1].at("reason"), "Second.");
}

TEST(UpdatedList, SaysThatAFailureComesAndGoes) {
  const Workplace work("");
  auto results = in_both("plain", Verdict::fail, "reader-refused");
  for (auto& one : results) one.flaky = true;
  EXPECT_EQ(list_of(updated(work, results))[0].at("flaky"), true);
}

TEST(UpdatedList, TellsVersionsApart) {
  const Workplace work("", "mine*");
  auto two = header();
  two.subjects.push_back(two.subjects[0]);
  two.subjects[1].name = "mine-2";
  two.subjects[1].version = "2.0.0rc1";
  auto results = in_both("plain", Verdict::fail, "reader-refused");
  for (auto& one : results) one.subject = "mine-2";
  const auto list = list_of(updated(work, results, two));
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].at("versions"), "==2.0.0");
}

TEST(UpdatedList, IsNotForSubjectsOfOthers) {
  const Workplace work("", "another");
  EXPECT_EQ(list_of(updated(work, in_both("plain", Verdict::fail, "reader-refused"))), json::array());
}

TEST(UpdatedList, CanBeStartedFromNothing) {
  EXPECT_EQ(json::parse(empty_list({"mine"})), json::parse(R"({"subject": "mine", "known_failures": []})"));
  EXPECT_EQ(json::parse(empty_list({"a", "b"})).at("subject"), json({"a", "b"}));
}

struct Start {
  const char* message;
  const char* start;
};

TEST(StableStart, LeavesOutWhatDiffersNextTime) {
  for (const Start& one :
       {Start{"expected \"add\" raises ValueError, but \"add\" raised RuntimeError: sig 9 cannot be caught",
              "expected \"add\" raises ValueError, but \"add\" raised RuntimeError: sig"},
        Start{"expected \"got\" returns 200, but \"got\" returned 17",
              "expected \"got\" returns 200, but \"got\" returned"},
        Start{"expected \"got\" returns \"k3f9a7b2c4d1e8f0\", but null", "expected \"got\" returns \""},
        Start{"the subject ended at the step \"x\": signal 6 (SIGABRT)",
              "the subject ended at the step \"x\": signal 6 (SIGABRT)"},
        Start{"expected a, but b; expected c, but d", "expected a, but b"}, Start{"k3f9a7b2c4d1e8f0", "k"},
        Start{"", ""}})
    EXPECT_EQ(stable_start(one.message), one.start);
  const std::string accents = std::string(99, 'x') + "ä and more";
  EXPECT_EQ(stable_start(accents), std::string(99, 'x'));
}

}  // namespace
}  // namespace loopcheck::known_failures
