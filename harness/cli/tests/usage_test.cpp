// End to end: wrong usage, bad data, bad places for the report, and the commands besides run.
#include <algorithm>
#include <fstream>
#include <sstream>

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
                                                    {"run", "--subject-command", "\"open quote"},
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
  EXPECT_TRUE(contains(work.run({"--subject", "referense"}).error, "reference"));
}

TEST(SubjectNames, AreThoseThatTheUserGives) {
  const Workplace work;
  const auto command = scripted("pass-through");
  (void)work.run({"--subject-command", command, "--subject-command", command, "--subject-name", "mine",
                  "--case", "alive"});
  const auto record = work.record();
  EXPECT_EQ(record.at("subjects").at(0).at("name"), "mine");
  EXPECT_EQ(record.at("subjects").at(1).at("name"), "scripted-subject");
  // Results stand in the order in which they came.
  const auto& results = record.at("results");
  const auto of_mine = std::find_if(results.begin(), results.end(),
                                    [](const auto& result) { return result.at("subject") == "mine"; });
  ASSERT_NE(of_mine, results.end());
  EXPECT_TRUE(contains(of_mine->at("rerun"), " --subject-name mine "));
}

TEST(SubjectNames, OfNothingOrTakenAreRefused) {
  const Workplace work;
  for (const auto& [arguments, message] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"--subject-name", "mine"}, "more of --subject-name than of --subject-command"},
           {{"--subject", "reference", "--subject-command", "x", "--subject-name", "reference"},
            "two subjects are called reference"}}) {
    const auto finished = work.run(arguments);
    EXPECT_EQ(finished.status, 2) << message;
    EXPECT_TRUE(contains(finished.error, message)) << finished.error;
  }
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

TEST(Reports, AreInEveryFormatAndTaughtByHelp) {
  const Workplace work;
  (void)work.run({"--subject", "reference", "--case", "alive", "--case", "wrong"});
  const std::string run = work.report().string();
  for (const auto& [format, part] : std::vector<std::pair<std::string, std::string>>{
           {"text", "broken impossible"},
           {"json", "\"schema\": \"loopcheck-run/1\""},
           {"html", "<!doctype html>"},
           {"markdown", "| subject |"},
           {"junit", "<failure type=\"fail\""},
           {"tap", "TAP version 14"},
           {"github", "::error title=impossible on reference"},
           {"badge", "\"schemaVersion\":1"},
           {"sarif", "\"uri\": \"asyncio-eventloop/few.json\""}}) {
    const auto finished = work.loopcheck({"report", run, "--format", format});
    EXPECT_EQ(finished.status, 0) << format;
    EXPECT_TRUE(contains(finished.output, part)) << format << "\n" << finished.output.substr(0, 2000);
    EXPECT_EQ(work.loopcheck({"report", run, "--format", format}).output, finished.output) << format;
    EXPECT_TRUE(contains(work.loopcheck({"report", "--help"}).output, format)) << format;
  }
  EXPECT_TRUE(contains(work.loopcheck({"report", "--help"}).output, ">> \"$GITHUB_STEP_SUMMARY\""));
  EXPECT_EQ(work.loopcheck({"report", run, "--format", "pdf"}).status, 2);
}

TEST(Reports, OfEditedOrTruncatedRunsNameTheLine) {
  const Workplace work;
  (void)work.run({"--subject", "reference", "--case", "alive"});
  const auto path = work.report() / "run.json";
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  std::string text = content.str();
  const std::string verdict = "\"verdict\":\"pass\"";
  const auto at = text.find(verdict);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, verdict.size(), "\"verdict\":\"passed\"");
  std::ofstream(path, std::ios::binary) << text;
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
  const auto edited = work.loopcheck({"report", work.report().string()});
  EXPECT_EQ(edited.status, 2);
  EXPECT_TRUE(contains(edited.error, "run.json:" + std::to_string(line) + ": /results/0/verdict: "))
      << edited.error;

  const auto half = work.report() / "half.json";
  std::ofstream(half, std::ios::binary) << text.substr(0, text.size() / 2);
  const auto cut = work.loopcheck({"report", half.string()});
  EXPECT_EQ(cut.status, 2);
  EXPECT_TRUE(contains(cut.error, "half.json:")) << cut.error;
  EXPECT_TRUE(contains(cut.error, "is not JSON")) << cut.error;
}

TEST(Diffs, AreStatusOneWhereSomethingRegressed) {
  const Workplace work;
  (void)work.run({"--subject", "reference", "--case", "alive"});
  const std::string good = work.report().string();
  auto edited = work.record();
  for (auto& result : edited.at("results")) result["verdict"] = "fail";
  const std::string bad = (work.report() / "bad.json").string();
  std::ofstream(bad, std::ios::binary) << edited.dump();
  const auto count = std::to_string(edited.at("results").size());
  EXPECT_EQ(work.loopcheck({"diff", good, good}).status, 0);
  const auto worse = work.loopcheck({"diff", good, bad});
  EXPECT_EQ(worse.status, 1) << worse.output << worse.error;
  EXPECT_TRUE(contains(worse.output, count + " regressed")) << worse.output;
  EXPECT_TRUE(contains(worse.output, "regressed alive (documented) reference on ")) << worse.output;
  const auto better = work.loopcheck({"diff", bad, good, "--format", "json"});
  EXPECT_EQ(better.status, 0) << better.error;
  EXPECT_EQ(nlohmann::json::parse(better.output).at("counts").at("fixed"), edited.at("results").size());
  EXPECT_TRUE(contains(work.loopcheck({"diff", good, bad, "--format", "markdown"}).output, "| regressed |"));
  EXPECT_TRUE(contains(work.loopcheck({"diff", good, bad, "--format", "html"}).output, "<!doctype html>"));
}

TEST(Diffs, AreTaughtByHelpAndRefuseWhatIsNoRun) {
  const Workplace work;
  const auto help = work.loopcheck({"diff", "--help"}).output;
  for (const char* part : {"loopcheck diff yesterday/run.json", "1    something regressed", "--format"})
    EXPECT_TRUE(contains(help, part)) << part;
  EXPECT_EQ(work.loopcheck({"diff", "/no/such/run", "/no/such/run"}).status, 2);
  EXPECT_EQ(work.loopcheck({"diff", work.cases().string()}).status, 2);
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
