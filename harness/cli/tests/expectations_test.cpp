// End to end: what is known to fail is no news, and everything else about it is.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "loopcheck_program.hpp"
#include "system.hpp"

namespace loopcheck::cli {
namespace {

using nlohmann::json;
using Words = std::vector<std::string>;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// A subject whose callbacks never run: "alive" fails in it, and so does "wrong".
const std::string mute = scripted("pass-through");

json entry(const std::string& case_id, const std::string& rule, const std::string& message) {
  return {{"case", case_id},
          {"rule", rule},
          {"verdict", "fail"},
          {"message", message},
          {"reason", "It does nothing."},
          {"link", "https://example.org/1"}};
}

const json alive = entry("alive", "soon", "the loop shows no life");
const json wrong = entry("wrong", "impossible", "the loop shows no life");

class KnownFailureLists : public testing::Test {
 protected:
  void SetUp() override {
    // Two cases and no more, so that a run over all of them is short to describe.
    const auto path = work_.cases() / "asyncio-eventloop" / "few.json";
    auto few = json::parse(std::ifstream(path)).at("cases");
    few.erase(few.begin() + 2, few.end());
    work_.write_cases("asyncio-eventloop/few.json", json({{"cases", few}}).dump(1));
  }
  std::string file() const { return (work_.report().parent_path() / "known.json").string(); }
  void write(const std::vector<json>& entries) const {
    std::ofstream(file()) << json({{"subject", "scripted-subject"}, {"known_failures", entries}}).dump(1);
  }
  json list() const { return json::parse(std::ifstream(file())).at("known_failures"); }
  Finished run(Words more = {}) const {
    Words words{"--subject-command", mute, "--expectations", file()};
    words.insert(words.end(), more.begin(), more.end());
    return work_.run(words);
  }

  Workplace work_;
};

TEST_F(KnownFailureLists, MakeARunSucceedWhoseFailuresAreAllKnown) {
  write({alive, wrong});
  const auto finished = run();
  EXPECT_EQ(finished.status, 0) << finished.output << finished.error;
  EXPECT_TRUE(contains(finished.output, "known: It does nothing. https://example.org/1")) << finished.output;
  for (const auto& result : work_.record().at("results")) {
    EXPECT_TRUE(result.at("known_failure"));
    EXPECT_EQ(result.at("known_reason"), "It does nothing.");
  }
  EXPECT_TRUE(contains(work_.page(), "Known failure: It does nothing."));
}

TEST_F(KnownFailureLists, LetANewFailureCount) {
  write({alive});
  const auto finished = run();
  EXPECT_EQ(finished.status, 1);
  EXPECT_TRUE(contains(finished.output, "fail wrong on"));
  EXPECT_FALSE(contains(finished.output, "fail alive on"));
}

TEST_F(KnownFailureLists, LetAFailureCountThatHasChanged) {
  write({alive, entry("wrong", "impossible", "expected event")});
  const auto finished = run();
  EXPECT_EQ(finished.status, 1);
  EXPECT_TRUE(contains(finished.output, "fail starting with \"expected event\"")) << finished.output;
}

TEST_F(KnownFailureLists, LetAPassCount) {
  std::ofstream(file()) << json({{"subject", "reference"}, {"known_failures", json::array({alive})}});
  const auto finished = work_.run({"--subject", "reference", "--case", "alive", "--expectations", file()});
  EXPECT_EQ(finished.status, 1);
  EXPECT_TRUE(contains(finished.output, "unexpected pass alive on")) << finished.output;
}

TEST_F(KnownFailureLists, RefuseAnEntryThatMatchesNothing) {
  auto two = wrong;
  two["rule"] = {"impossible"};
  write({alive, wrong, two});
  const auto finished = run();
  EXPECT_EQ(finished.status, 2);
  EXPECT_TRUE(contains(finished.error, "known.json:")) << finished.error;
  EXPECT_TRUE(contains(finished.error, "/known_failures/2/case: ")) << finished.error;
  EXPECT_TRUE(contains(finished.error, "matches no result")) << finished.error;
  // A part of the cases says nothing of the others.
  EXPECT_EQ(run({"--case", "alive"}).status, 0);
}

TEST_F(KnownFailureLists, AreRefusedWithThePlaceOfTheirFault) {
  auto unknown = alive;
  unknown["case"] = "aliev";
  write({unknown});
  const auto finished = run();
  EXPECT_EQ(finished.status, 2);
  EXPECT_TRUE(contains(finished.error, "known.json:4: /known_failures/0/case: there is no case \"aliev\""))
      << finished.error;
  EXPECT_EQ(work_.run({"--subject-command", mute, "--expectations", "no-such.json"}).status, 2);
}

TEST_F(KnownFailureLists, AreWrittenFromARun) {
  const auto first = run({"--update-expectations"});
  EXPECT_EQ(first.status, 1) << first.error;
  ASSERT_EQ(list().size(), 2U);
  EXPECT_EQ(run().status, 0);
  const auto lint = work_.loopcheck({"lint", "--cases", work_.cases().string(), "--expectations", file()});
  EXPECT_EQ(lint.status, 2) << lint.output;
  EXPECT_TRUE(contains(lint.output, "nobody has said why this fails")) << lint.output;
  // Said why, they stay as they are.
  std::vector<json> entries = list();
  for (auto& one : entries) one["reason"] = "It does nothing.";
  write(entries);
  EXPECT_EQ(run({"--update-expectations"}).status, 0);
  EXPECT_EQ(list(), json(entries));
  EXPECT_EQ(work_.loopcheck({"lint", "--cases", work_.cases().string(), "--expectations", file()}).status, 0);
}

TEST_F(KnownFailureLists, LoseWhatPassesWhenTheyAreUpdated) {
  auto stale = alive;
  stale["verdict"] = "crash";
  write({stale, wrong});
  EXPECT_EQ(run({"--update-expectations"}).status, 1);
  ASSERT_EQ(list().size(), 2U);
  EXPECT_EQ(list()[0], wrong);
  EXPECT_EQ(list()[1].at("verdict"), "fail");
}

TEST_F(KnownFailureLists, AreNotUpdatedByARunThatLeavesSomethingOut) {
  write({alive});
  const json before = list();
  for (const Words& filter : {Words{"--case", "alive"}, Words{"--rule", "soon"}, Words{"--tier", "2"},
                              Words{"--environment", "linux-*"}, Words{"--shard", "1/2"}}) {
    auto words = filter;
    words.push_back("--update-expectations");
    EXPECT_EQ(run(words).status, 2) << filter[0];
    EXPECT_EQ(list(), before) << filter[0];
  }
}

TEST_F(KnownFailureLists, AreNotUpdatedByARunThatDidNotEndWell) {
  write({alive});
  const json before = list();
  for (const char* behaviour : {"garbage", "exit-at-once", "error-answer"}) {
    const auto finished = work_.run(
        {"--subject-command", scripted(behaviour), "--expectations", file(), "--update-expectations"});
    EXPECT_EQ(finished.status, 3) << behaviour;
    EXPECT_TRUE(contains(finished.error, "stay as they are")) << behaviour << finished.error;
    EXPECT_EQ(list(), before) << behaviour;
  }
}

TEST_F(KnownFailureLists, AreNeededToBeUpdated) {
  EXPECT_EQ(work_.run({"--subject-command", mute, "--update-expectations"}).status, 2);
}

}  // namespace
}  // namespace loopcheck::cli
