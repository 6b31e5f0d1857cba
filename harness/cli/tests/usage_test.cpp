// End to end: wrong usage, bad data, bad places for the report, and the commands besides run.
#include <gtest/gtest.h>

#include "loopcheck_program.hpp"

namespace loopcheck::cli {
namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Usage, ThatIsWrongIsStatusTwo) {
  const Workplace work;
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                    {"no-such-command"},
                                                    {"run", "--no-such-option"},
                                                    {"run", "--jobs", "0"},
                                                    {"run", "--timeout", "-1"},
                                                    {"run", "--subject", "no-such-subject"},
                                                    {"run", "--subject-command", "'open quote"},
                                                    {"explain", "no-such-id"},
                                                    {"list"},
                                                    {"report", "/no/such/file"},
                                                    {"smoke"},
                                                    {"list", "rules", "--format", "xml"}}) {
    EXPECT_EQ(work.loopcheck(arguments).status, 2) << (arguments.empty() ? "nothing" : arguments.back());
  }
}

TEST(Usage, OfAnUnknownSubjectNamesThoseThatAreKnown) {
  const Workplace work;
  EXPECT_TRUE(contains(work.run({"--subject", "pyton"}).error, "cpython"));
}

TEST(Usage, IsTaughtByHelp) {
  const Workplace work;
  const auto finished = work.loopcheck({"--help"});
  EXPECT_EQ(finished.status, 0);
  EXPECT_TRUE(contains(finished.output, "loopcheck run --subject cpython"));
  EXPECT_TRUE(contains(finished.output, "130  interrupted"));
  EXPECT_EQ(work.loopcheck({"--version"}).output.substr(0, 10), "loopcheck ");
}

TEST(Selections, ThatAreEmptyAreStatusFour) {
  const Workplace work;
  EXPECT_EQ(work.run({"--subject", "reference", "--case", "no-such-case"}).status, 4);
  EXPECT_EQ(work.run({"--subject", "reference", "--environment", "no-such-environment"}).status, 4);
  EXPECT_EQ(work.loopcheck({"list", "rules", "--rule", "no-such-rule"}).status, 4);
}

struct BadCase {
  std::string name;
  std::string text;
  std::string place;  // in the message
  std::string fault;
};

class BadData : public testing::TestWithParam<BadCase> {};

TEST_P(BadData, IsNamedByFileAndLineAndIsStatusTwo) {
  const Workplace work;
  work.write_cases("asyncio-eventloop/bad.json", GetParam().text);
  const auto finished = work.run({"--subject", "reference"});
  EXPECT_EQ(finished.status, 2);
  EXPECT_TRUE(contains(finished.error, "bad.json:" + GetParam().place)) << finished.error;
  EXPECT_TRUE(contains(finished.error, GetParam().fault)) << finished.error;
  EXPECT_EQ(work.loopcheck({"lint", work.cases().string()}).status, 2);
}

std::string one_case(const std::string& steps, const std::string& rule = "soon",
                     const std::string& id = "bad") {
  return "{\"cases\": [\n{\"id\": \"" + id +
         "\", \"title\": \"t\",\n\"steps\": [{\"id\": \"control\", \"do\": \"control\"},\n" + steps +
         "],\n\"expect\": [\n{\"rule\": \"" + rule + "\", \"check\": [{\"no_errors\": true}]}]}]}";
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadData,
    testing::Values(
        BadCase{"malformed", "{\"cases\": [\n{]}", "2", ""},
        BadCase{"unknown_step", one_case(R"({"id": "s", "do": "cal_soon"})"), "4: /cases/0/steps/1/do",
                "call_soon"},
        BadCase{"unknown_rule", one_case(R"({"id": "s", "do": "time"})", "soom"), "6: /cases/0/expect/0/rule",
                "soon"},
        BadCase{"unknown_placeholder", one_case(R"({"id": "s", "do": "log", "event": "${nonsense}"})"),
                "4:", "nonsense"},
        BadCase{"same_id", one_case(R"({"id": "s", "do": "time"})", "soon", "alive"), "2", "alive"},
        BadCase{"duplicate_key", "{\"cases\": [],\n\"cases\": []}", "2", "cases"}),
    [](const auto& info) { return info.param.name; });

TEST(Reports, AreRenderedAgainFromAStoredRun) {
  const Workplace work;
  (void)work.run({"--subject", "reference", "--case", "alive"});
  EXPECT_TRUE(contains(work.loopcheck({"report", work.report().string()}).output, "reference"));
  EXPECT_EQ(work.loopcheck({"report", work.report().string(), "--format", "html"}).output, work.page());
}

TEST(Lists, AreTextOrJson) {
  const Workplace work;
  const auto text = work.loopcheck({"list", "cases", "--cases", work.cases().string()});
  EXPECT_EQ(text.output, "alive\nwrong\nstarved\nforeign\n");
  const auto json = nlohmann::json::parse(
      work.loopcheck({"list", "rules", "--format", "json", "--cases", work.cases().string()}).output);
  EXPECT_EQ(json.size(), 3U);
  const auto environments = nlohmann::json::parse(
      work.loopcheck({"list", "environments", "--subject", "reference", "--format", "json"}).output);
  EXPECT_FALSE(environments.empty());
}

TEST(Explanations, AreOfRulesAndOfCases) {
  const Workplace work;
  EXPECT_TRUE(
      contains(work.loopcheck({"explain", "soon", "--cases", work.cases().string()}).output, "alive"));
  EXPECT_TRUE(
      contains(work.loopcheck({"explain", "alive", "--cases", work.cases().string()}).output, "call_soon"));
  EXPECT_TRUE(contains(work.loopcheck({"explain", "aliv", "--cases", work.cases().string()}).error, "alive"));
}

TEST(Smoke, SaysInASentenceWhatIsWrong) {
  const Workplace work;
  const auto finished = work.loopcheck({"smoke", "--subject-command", scripted("pass-through")});
  EXPECT_EQ(finished.status, 1);
  EXPECT_TRUE(contains(finished.output, "the nonce reversed")) << finished.output;
  EXPECT_EQ(work.loopcheck({"smoke", "--subject-command", "/no/such/program"}).status, 1);
}

}  // namespace
}  // namespace loopcheck::cli
