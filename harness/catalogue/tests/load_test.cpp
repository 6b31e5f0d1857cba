#include <gtest/gtest.h>

#include "suite.hpp"

namespace loopcheck::catalogue {
namespace {

using nlohmann::json;

std::vector<std::string> ids(const Catalogue& catalogue, const Selection& selection = {}) {
  std::vector<std::string> result;
  for (const CaseHandle handle : catalogue.select(selection)) result.push_back(catalogue.id(handle));
  return result;
}

protocol::Environment environment(std::string platform) {
  protocol::Environment result;
  result.platform = std::move(platform);
  result.loop = "selector";
  result.documented = "3.12";
  return result;
}

class Loading : public ::testing::Test {
 protected:
  void SetUp() override {
    LoadResult result = suite.load();
    ASSERT_TRUE(result.catalogue) << all_texts(result.diagnostics);
    EXPECT_TRUE(result.diagnostics.empty()) << all_texts(result.diagnostics);
    catalogue = std::move(result.catalogue);
  }

  Case expanded(const char* id) { return catalogue->expand(catalogue->find_case(id).value()); }

  Suite suite;
  std::optional<Catalogue> catalogue;
};

TEST_F(Loading, ExpandsTheMatrixInOrder) {
  EXPECT_EQ(ids(*catalogue),
            (std::vector<std::string>{"reader[resource=pipe,turns=1]", "reader[resource=pipe,turns=2]",
                                      "reader[resource=fifo,turns=1]", "plain"}));
  EXPECT_EQ(catalogue->case_count(), 4U);
}

TEST_F(Loading, FindsCasesByTheirId) {
  EXPECT_TRUE(catalogue->find_case("plain"));
  EXPECT_TRUE(catalogue->find_case("reader[resource=fifo,turns=1]"));
  for (const char* id : {"", "reader", "reader[resource=fifo,turns=2]", "plain[a=1]", "unknown"}) {
    EXPECT_FALSE(catalogue->find_case(id)) << id;
  }
}

TEST_F(Loading, KnowsRulesAndFixtures) {
  const Rule* rule = catalogue->find_rule("reader-refused");
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(rule->tier, 1);
  EXPECT_EQ(rule->page, "asyncio-eventloop");
  EXPECT_EQ(rule->documented.text(), ">=3.8,<3.14");
  EXPECT_EQ(rule->note, "A note.");
  EXPECT_GT(rule->line, 0U);
  EXPECT_EQ(link(*rule), "https://docs.python.org/3/library/asyncio-eventloop.html#watching");
  EXPECT_EQ(catalogue->find_rule("none"), nullptr);
  ASSERT_NE(catalogue->find_fixture("pty"), nullptr);
  EXPECT_EQ(catalogue->find_fixture("pty")->ends.size(), 2U);
  EXPECT_EQ(catalogue->find_fixture("none"), nullptr);
}

TEST_F(Loading, ReplacesPlaceholdersOfTheMatrix) {
  const Case pipe = expanded("reader[resource=pipe,turns=2]");
  EXPECT_EQ(pipe.title, "A reader on a pipe");
  EXPECT_EQ(pipe.purpose, "Why.");
  EXPECT_EQ(pipe.needs, std::vector<std::string>{"not-root"});
  EXPECT_GT(pipe.line, 0U);
  EXPECT_EQ(pipe.steps[1]["what"], "pipe");
  EXPECT_EQ(pipe.steps[4]["turns"], 2) << "with its type";
  EXPECT_EQ(pipe.steps[3]["data"], "${nonce}") << "a matter of the run";
}

TEST_F(Loading, ReplacesNonceAndScratchForARun) {
  const json steps = steps_for_run(expanded("reader[resource=pipe,turns=2]"), "n0nce", "/tmp/s");
  EXPECT_EQ(steps[3]["data"], "n0nce");
  EXPECT_EQ(steps[7]["path"], "/tmp/s/f");
}

TEST_F(Loading, KeepsExpectationsThatFitTheMatrixValues) {
  EXPECT_EQ(expanded("reader[resource=pipe,turns=1]").expectations.size(), 2U);
  const Case fifo = expanded("reader[resource=fifo,turns=1]");
  ASSERT_EQ(fifo.expectations.size(), 3U);
  EXPECT_EQ(fifo.expectations[0].note, "A FIFO.");
  const auto* count = std::get_if<EventCount>(&fifo.expectations[1].check.at(1).form);
  ASSERT_NE(count, nullptr);
  EXPECT_EQ(count->count, 1U);
  EXPECT_TRUE(std::holds_alternative<NotBefore>(fifo.expectations[1].observed.at(0).form));
}

TEST_F(Loading, KnowsWhyACaseNoticesNothingWhereItSaysSo) {
  EXPECT_EQ(expanded("plain").notices_nothing, "");
  suite.cases["cases"][0]["notices_nothing"] =
      json::array({{{"where", {{"resource", "fifo"}}}, {"because", "A FIFO."}}});
  suite.cases["cases"][1]["notices_nothing"] = json::array({{{"because", "Always."}}});
  catalogue = suite.load().catalogue;
  ASSERT_TRUE(catalogue);
  EXPECT_EQ(expanded("reader[resource=fifo,turns=1]").notices_nothing, "A FIFO.");
  EXPECT_EQ(expanded("reader[resource=pipe,turns=1]").notices_nothing, "");
  EXPECT_EQ(expanded("plain").notices_nothing, "Always.");
}

TEST_F(Loading, NamesTopLevelSteps) {
  EXPECT_EQ(top_level_steps(expanded("plain")), (std::vector<std::string>{"alive", "t"}));
}

TEST_F(Loading, TellsWhereACaseApplies) {
  const CaseHandle reader = catalogue->find_case("reader[resource=pipe,turns=1]").value();
  EXPECT_TRUE(catalogue->applies(reader, environment("linux")));
  EXPECT_TRUE(catalogue->applies(reader, environment("windows"))) << "by its second rule";
  EXPECT_FALSE(catalogue->applies(reader, environment("freebsd")));
  EXPECT_TRUE(catalogue->applies(catalogue->find_case("plain").value(), environment("freebsd")));
}

TEST_F(Loading, LeavesACaseOutWhereItsFirstFittingExpectationDoesNotAsk) {
  suite.cases["cases"][0]["expect"] = json::parse(R"([
    {"rule": "reader-runs", "where": {"resource": "fifo"}, "when": {"platform": "macos"}, "applies": false,
     "note": "No ${resource} here."},
    {"rule": "reader-runs", "check": [{"step": "turns", "returns": "${turns}"}]},
    {"rule": "reader-refused", "when": {"platform": "windows"}, "check": [{"step": "watch", "raises": "any"}]}])");
  catalogue = suite.lint().catalogue;
  ASSERT_TRUE(catalogue);
  const CaseHandle fifo = catalogue->find_case("reader[resource=fifo,turns=1]").value();
  const CaseHandle pipe = catalogue->find_case("reader[resource=pipe,turns=1]").value();
  EXPECT_FALSE(catalogue->applies(fifo, environment("macos")));
  EXPECT_EQ(catalogue->left_out(fifo, environment("macos")), std::vector<std::string>{"No fifo here."});
  EXPECT_TRUE(catalogue->applies(pipe, environment("macos"))) << "by another matrix value";
  EXPECT_TRUE(catalogue->applies(fifo, environment("linux"))) << "in another environment";
  EXPECT_TRUE(catalogue->applies(fifo, environment("windows"))) << "by another rule";
  for (const char* platform : {"linux", "windows"})
    EXPECT_TRUE(catalogue->left_out(fifo, environment(platform)).empty()) << platform;
  EXPECT_FALSE(catalogue->applies(fifo, environment("freebsd")));
  EXPECT_TRUE(catalogue->left_out(fifo, environment("freebsd")).empty()) << "nothing speaks of it";
}

TEST_F(Loading, AsksTheOtherRulesOfACaseThatLeavesOneOut) {
  suite.cases["cases"][1]["expect"] = json::parse(R"([
    {"rule": "reader-runs", "applies": false, "note": "Not this one."},
    {"rule": "reader-refused", "check": [{"step": "t", "returns": {"$min": 0}}]}])");
  catalogue = suite.load().catalogue;
  ASSERT_TRUE(catalogue);
  const CaseHandle plain = catalogue->find_case("plain").value();
  EXPECT_TRUE(catalogue->applies(plain, environment("linux")));
  EXPECT_TRUE(catalogue->left_out(plain, environment("linux")).empty());
  const Selection one{.cases = {}, .rules = {"reader-runs"}, .pages = {}, .tiers = {}};
  EXPECT_FALSE(catalogue->applies(plain, environment("linux"), one)) << "the other one is not selected";
  EXPECT_EQ(catalogue->left_out(plain, environment("linux"), one), std::vector<std::string>{"Not this one."});
}

TEST_F(Loading, AppliesOnlyByRulesThatAreSelected) {
  const CaseHandle reader = catalogue->find_case("reader[resource=pipe,turns=1]").value();
  const Selection refused{.cases = {}, .rules = {"reader-refused"}, .pages = {}, .tiers = {}};
  EXPECT_FALSE(catalogue->applies(reader, environment("linux"), refused)) << "there it proves the other one";
  EXPECT_TRUE(catalogue->left_out(reader, environment("linux"), refused).empty());
  EXPECT_TRUE(catalogue->applies(reader, environment("windows"), refused));
}

TEST_F(Loading, TakesRulesOutOfEnvironmentsByRestrictions) {
  suite.rules["restrictions"] = nlohmann::json::parse(R"([
    {"id": "no-watching", "section": "Platforms", "anchor": "platforms", "statement": "There is none.",
     "documented": ">=3.11", "when": {"platform": "emscripten"}, "rules": ["*-refused", "reader-refused"]}])");
  catalogue = suite.lint().catalogue;
  ASSERT_TRUE(catalogue);
  const Rule& refused = *catalogue->find_rule("reader-refused");
  EXPECT_TRUE(refused.speaks_of(environment("linux")));
  EXPECT_EQ(refused.restriction_in(environment("linux")), nullptr);
  EXPECT_FALSE(refused.speaks_of(environment("emscripten")));
  ASSERT_EQ(refused.restrictions.size(), 1U) << "by two patterns, but once";
  ASSERT_NE(refused.restriction_in(environment("emscripten")), nullptr);
  EXPECT_EQ(refused.restriction_in(environment("emscripten"))->statement, "There is none.");
  EXPECT_EQ(link(*refused.restrictions[0]),
            "https://docs.python.org/3/library/asyncio-eventloop.html#platforms");
  EXPECT_FALSE(catalogue->applies(catalogue->find_case("plain").value(), environment("emscripten")));
  EXPECT_EQ(catalogue->find_rule("reader-runs")->restriction_in(environment("emscripten")), nullptr)
      << "which does not apply there in the first place";
}

TEST_F(Loading, SelectsByPatterns) {
  EXPECT_EQ(ids(*catalogue, {.cases = {"fifo"}, .rules = {}, .pages = {}, .tiers = {}}).size(), 1U);
  EXPECT_EQ(ids(*catalogue, {.cases = {"reader*", "plain"}, .rules = {}, .pages = {}, .tiers = {}}).size(),
            4U);
  EXPECT_EQ(ids(*catalogue, {.cases = {}, .rules = {"reader-runs"}, .pages = {}, .tiers = {}}).size(), 3U);
  EXPECT_EQ(ids(*catalogue, {.cases = {}, .rules = {}, .pages = {"asyncio-*"}, .tiers = {1}}).size(), 4U);
  EXPECT_EQ(ids(*catalogue, {.cases = {}, .rules = {}, .pages = {"asyncio"}, .tiers = {}}).size(), 0U);
  EXPECT_EQ(ids(*catalogue, {.cases = {}, .rules = {"runs"}, .pages = {}, .tiers = {1}}).size(), 0U);
  EXPECT_EQ(ids(*catalogue, {.cases = {"nothing"}, .rules = {}, .pages = {}, .tiers = {}}).size(), 0U);
}

TEST_F(Loading, ListsTheRulesOfACase) {
  EXPECT_EQ(catalogue->rules_of(catalogue->find_case("reader[resource=fifo,turns=1]").value()),
            (std::vector<std::string>{"reader-runs", "reader-refused"}));
}

TEST_F(Loading, CollectsTheNeedsOfFixtures) {
  suite.cases["cases"][1]["steps"].push_back({{"id", "o"}, {"do", "open"}, {"what", "pty"}});
  suite.cases["cases"][1]["steps"].push_back({{"id", "q"}, {"do", "open"}, {"what", "pty"}});
  catalogue = suite.load().catalogue;
  ASSERT_TRUE(catalogue);
  EXPECT_EQ(expanded("plain").fixture_needs, std::vector<std::string>{"pty"});
}

TEST_F(Loading, GivesADigestOfTheContent) {
  const std::string before = catalogue->digest();
  EXPECT_EQ(before.size(), 36U);
  EXPECT_EQ(suite.load().catalogue->digest(), before);
  suite.rules["rules"][0]["statement"] = "It runs at once.";
  EXPECT_NE(suite.load().catalogue->digest(), before);
}

TEST_F(Loading, DigestDoesNotDependOnThePlace) {
  const Suite other;
  EXPECT_EQ(other.load().catalogue->digest(), catalogue->digest());
}

TEST_F(Loading, PassesLint) {
  const LoadResult result = suite.lint();
  EXPECT_TRUE(result.diagnostics.empty()) << all_texts(result.diagnostics);
}

TEST(LoadingFolders, ReportsWhatIsNotThere) {
  const LoadResult result = load("no-such-folder");
  EXPECT_FALSE(result.catalogue);
  ASSERT_EQ(result.diagnostics.size(), 1U);
  EXPECT_EQ(result.diagnostics[0].code, "unreadable");
}

TEST(LoadingFolders, ReportsMissingFiles) {
  const Suite suite;
  suite.write_all();
  std::filesystem::remove(suite.folder / "fixtures.json");
  std::filesystem::remove_all(suite.folder / "schema");
  const LoadResult result = load(suite.folder);
  EXPECT_FALSE(result.catalogue);
  EXPECT_EQ(result.diagnostics.size(), 2U) << all_texts(result.diagnostics);
  EXPECT_FALSE(lint(suite.folder).catalogue);
}

TEST(LoadingFolders, CollectsFaultsOfAllFiles) {
  Suite suite;
  suite.rules["rules"][0]["tier"] = 3;
  suite.cases["cases"][0]["title"] = 5;
  suite.cases["cases"][1]["steps"][1]["do"] = "tiem";
  suite.write("asyncio-eventloop/broken.json", "{\"cases\": [\n");
  suite.write("misplaced.json", "{}");
  const LoadResult result = suite.load();
  EXPECT_FALSE(result.catalogue);
  EXPECT_EQ(result.diagnostics.size(), 5U) << all_texts(result.diagnostics);
}

TEST(LoadingFolders, NamesTheFirstOfTwoCasesAcrossFiles) {
  const Suite suite;
  suite.write("zz/more.json", suite.cases.dump());
  const LoadResult result = suite.load();
  ASSERT_EQ(result.diagnostics.size(), 2U) << all_texts(result.diagnostics);
  EXPECT_EQ(result.diagnostics[0].code, "duplicate-case");
  EXPECT_NE(result.diagnostics[0].hint.find("readers.json:"), std::string::npos);
}

TEST(LoadingFolders, TakesLargeMatrices) {
  Suite suite;
  json& matrix = suite.cases["cases"][1]["matrix"];
  for (int i = 0; i < 100; ++i) {
    matrix["a"].push_back(i);
    matrix["b"].push_back(i);
  }
  suite.cases["cases"][1]["steps"][1] = json::parse(R"({"id": "t", "do": "run", "turns": "${a}"})");
  suite.cases["cases"][1]["expect"][0]["check"][0]["returns"] = "${b}";
  const LoadResult result = suite.load();
  ASSERT_TRUE(result.catalogue) << all_texts(result.diagnostics);
  EXPECT_EQ(result.catalogue->case_count(), 10003U);
  EXPECT_TRUE(result.catalogue->find_case("plain[a=99,b=99]"));
}

TEST(RealSuite, IsSound) {
  const LoadResult result = lint(real_cases());
  EXPECT_TRUE(result.catalogue) << all_texts(result.diagnostics);
}

}  // namespace
}  // namespace loopcheck::catalogue
