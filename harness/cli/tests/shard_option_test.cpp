#include "shard_option.hpp"

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "loopcheck_program.hpp"

namespace loopcheck::cli {
namespace {

using Set = std::map<std::string, std::string>;

ShardChoice chosen(const std::string& option, const Set& variables) {
  return choose_shard(option, [&](const std::string& name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  });
}

struct Sense {
  const char* name;
  std::string option;
  Set variables;
  std::string shard;  // "" for everything
};

class Shards : public ::testing::TestWithParam<Sense> {};

TEST_P(Shards, AreChosenByOptionOrEnvironment) {
  const auto choice = chosen(GetParam().option, GetParam().variables);
  EXPECT_EQ(
      choice.shard ? std::to_string(choice.shard->index) + "/" + std::to_string(choice.shard->count) : "",
      GetParam().shard);
}

INSTANTIATE_TEST_SUITE_P(
    Each, Shards,
    ::testing::Values(
        Sense{"nothing", "", {}, ""}, Sense{"option", "2/5", {}, "2/5"}, Sense{"last", "5/5", {}, "5/5"},
        Sense{"one_of_one", "1/1", {}, ""},
        Sense{"googletest", "", {{"GTEST_TOTAL_SHARDS", "4"}, {"GTEST_SHARD_INDEX", "0"}}, "1/4"},
        Sense{"bazel", "", {{"TEST_TOTAL_SHARDS", "4"}, {"TEST_SHARD_INDEX", "3"}}, "4/4"},
        Sense{"both_agree",
              "",
              {{"GTEST_TOTAL_SHARDS", "4"},
               {"GTEST_SHARD_INDEX", "1"},
               {"TEST_TOTAL_SHARDS", "4"},
               {"TEST_SHARD_INDEX", "1"}},
              "2/4"},
        Sense{"option_wins", "1/2", {{"GTEST_TOTAL_SHARDS", "4"}, {"GTEST_SHARD_INDEX", "3"}}, "1/2"},
        Sense{"option_wins_over_nonsense", "1/2", {{"GTEST_TOTAL_SHARDS", "x"}}, "1/2"},
        Sense{"everything_by_option", "1/1", {{"TEST_TOTAL_SHARDS", "4"}, {"TEST_SHARD_INDEX", "3"}}, ""}),
    [](const auto& info) { return std::string(info.param.name); });

struct Nonsense {
  const char* name;
  std::string option;
  Set variables;
  std::string message;  // a part of it
};

class ShardNonsense : public ::testing::TestWithParam<Nonsense> {};

TEST_P(ShardNonsense, IsRefusedWithAReason) {
  try {
    (void)chosen(GetParam().option, GetParam().variables);
    FAIL() << "it was taken";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.status(), 2);
    EXPECT_NE(std::string(failure.what()).find(GetParam().message), std::string::npos) << failure.what();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Each, ShardNonsense,
    ::testing::Values(
        Nonsense{"zero", "0/5", {}, "--shard takes I/N"}, Nonsense{"beyond", "6/5", {}, "\"6/5\""},
        Nonsense{"no_slash", "3", {}, "\"3\""}, Nonsense{"no_index", "/5", {}, "\"/5\""},
        Nonsense{"no_count", "3/", {}, "\"3/\""}, Nonsense{"two_slashes", "1/2/3", {}, "\"1/2/3\""},
        Nonsense{"negative", "-1/5", {}, "\"-1/5\""}, Nonsense{"sign", "+1/5", {}, "\"+1/5\""},
        Nonsense{"spaces", " 1/5", {}, "\" 1/5\""}, Nonsense{"words", "one/two", {}, "\"one/two\""},
        Nonsense{"too_large", "1/99999999999", {}, "99999999999"},
        Nonsense{"total_alone", "", {{"GTEST_TOTAL_SHARDS", "2"}}, "GTEST_SHARD_INDEX is not"},
        Nonsense{"index_alone", "", {{"TEST_SHARD_INDEX", "2"}}, "TEST_TOTAL_SHARDS is not"},
        Nonsense{
            "index_beyond", "", {{"TEST_TOTAL_SHARDS", "2"}, {"TEST_SHARD_INDEX", "2"}}, "the last one is 1"},
        Nonsense{"index_negative", "", {{"TEST_TOTAL_SHARDS", "2"}, {"TEST_SHARD_INDEX", "-1"}}, "\"-1\""},
        Nonsense{
            "total_zero", "", {{"GTEST_TOTAL_SHARDS", "0"}, {"GTEST_SHARD_INDEX", "0"}}, "GTEST_SHARD_INDEX"},
        Nonsense{"total_word", "", {{"GTEST_TOTAL_SHARDS", "two"}, {"GTEST_SHARD_INDEX", "0"}}, "\"two\""},
        Nonsense{"they_differ",
                 "",
                 {{"GTEST_TOTAL_SHARDS", "4"},
                  {"GTEST_SHARD_INDEX", "1"},
                  {"TEST_TOTAL_SHARDS", "4"},
                  {"TEST_SHARD_INDEX", "2"}},
                 "different shards"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(ShardStatusFiles, AreThoseOfTheProtocolsUnlessTheOptionWins) {
  const Set variables{{"GTEST_SHARD_STATUS_FILE", "a"}, {"TEST_SHARD_STATUS_FILE", "b"}};
  EXPECT_EQ(chosen("", variables).status_files, (std::vector<std::filesystem::path>{"a", "b"}));
  EXPECT_TRUE(chosen("1/2", variables).status_files.empty());
}

const std::vector<std::string> both_cases{"--subject", "reference", "--case", "alive", "--case", "wrong"};

Finished run_shard(const Workplace& work, const std::string& shard) {
  auto arguments = both_cases;
  arguments.insert(arguments.end(), {"--shard", shard});
  return work.run(arguments);
}

TEST(ShardedRuns, TakeEveryCaseExactlyOnceAndNoteTheShard) {
  const Workplace work;
  std::multiset<std::string> seen;
  for (int index = 1; index <= 3; ++index) {
    const auto finished = run_shard(work, std::to_string(index) + "/3");
    const auto record = work.record();
    EXPECT_EQ(record.at("shard"), (nlohmann::json{{"index", index}, {"count", 3}}));
    for (const auto& one : record.at("suite").at("cases")) seen.insert(one.at("id"));
    // The part that has no case is no failure; "wrong" breaks a rule wherever it is.
    const bool wrong = seen.contains("wrong") && finished.status == 1;
    EXPECT_TRUE(finished.status == 0 || wrong) << finished.error;
    if (record.at("results").empty()) {
      EXPECT_NE(finished.error.find("holds no case"), std::string::npos);
    }
  }
  EXPECT_EQ(seen, (std::multiset<std::string>{"alive", "wrong"}));
  (void)work.run(both_cases);
  EXPECT_FALSE(work.record().contains("shard"));
}

TEST(ShardedRuns, OfNothingAreStatusFourAsEver) {
  const Workplace work;
  EXPECT_EQ(work.run({"--subject", "reference", "--case", "no-such-case", "--shard", "1/2"}).status, 4);
  EXPECT_EQ(work.run({"--subject", "reference", "--environment", "no-such", "--shard", "1/2"}).status, 4);
  EXPECT_EQ(work.run({"--subject", "reference", "--shard", "3/2"}).status, 2);
}

}  // namespace
}  // namespace loopcheck::cli
