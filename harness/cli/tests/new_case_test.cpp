// loopcheck new-case: what it writes is sound, and it overwrites nothing.
#include <filesystem>

#include <gtest/gtest.h>

#include "loopcheck_program.hpp"

namespace loopcheck::cli {
namespace {

const std::filesystem::path written = std::filesystem::path("asyncio-eventloop") / "mine.json";

TEST(NewCase, LintsAndRunsAsItWasWritten) {
  const Workplace work;
  const std::string cases = work.cases().string();
  const auto made =
      work.loopcheck({"new-case", "mine", "--rule", "soon", "--title", "A \"title\"", "--cases", cases});
  ASSERT_EQ(made.status, 0) << made.error;
  EXPECT_NE(made.output.find("loopcheck lint \"" + cases + "\"\n"), std::string::npos) << made.output;
  EXPECT_NE(made.output.find("loopcheck run --case mine --cases \"" + cases + "\"\n"), std::string::npos)
      << made.output;
  EXPECT_TRUE(std::filesystem::exists(work.cases() / written));
  const auto lint = work.loopcheck({"lint", cases});
  EXPECT_EQ(lint.status, 0) << lint.output;
  EXPECT_EQ(lint.output.find("mine"), std::string::npos) << lint.output;
  EXPECT_EQ(work.run({"--subject", "reference", "--case", "mine"}).status, 0);
}

TEST(NewCase, IsOnlyPrintedOnDemand) {
  const Workplace work;
  const auto made =
      work.loopcheck({"new-case", "mine", "--rule", "soon", "--print", "--cases", work.cases().string()});
  EXPECT_EQ(made.status, 0);
  EXPECT_EQ(nlohmann::json::parse(made.output).at("cases").at(0).at("id"), "mine");
  EXPECT_FALSE(std::filesystem::exists(work.cases() / written));
}

struct Refusal {
  const char* name;
  std::vector<std::string> arguments;
  const char* message;
};

class NewCaseRefused : public testing::TestWithParam<Refusal> {};

TEST_P(NewCaseRefused, WithWhatToDo) {
  const Workplace work;
  std::vector<std::string> arguments{"new-case", "--cases", work.cases().string()};
  arguments.insert(arguments.end(), GetParam().arguments.begin(), GetParam().arguments.end());
  const auto refused = work.loopcheck(arguments);
  EXPECT_EQ(refused.status, 2);
  EXPECT_NE(refused.error.find(GetParam().message), std::string::npos) << refused.error;
  EXPECT_FALSE(std::filesystem::exists(work.cases() / written));
}

INSTANTIATE_TEST_SUITE_P(
    Each, NewCaseRefused,
    testing::Values(Refusal{"for_an_unknown_rule", {"mine", "--rule", "soo"}, "soon"},
                    Refusal{"for_a_rule_like_none", {"mine", "--rule", "xyz"}, "loopcheck list rules"},
                    Refusal{"without_a_rule", {"mine"}, "--rule"},
                    Refusal{"for_a_known_case", {"alive", "--rule", "soon"}, "already"},
                    Refusal{"for_a_bad_id", {"../Mine", "--rule", "soon"}, "lower-case"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(NewCase, LeavesAFileAlone) {
  const Workplace work;
  work.write_cases(written.generic_string(), "{\"cases\": []}");
  const auto refused =
      work.loopcheck({"new-case", "mine", "--rule", "soon", "--cases", work.cases().string()});
  EXPECT_EQ(refused.status, 2);
  EXPECT_NE(refused.error.find("left as it is"), std::string::npos) << refused.error;
}

}  // namespace
}  // namespace loopcheck::cli
