#include "loopcheck/reports/diff.hpp"

#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "bare_page.hpp"
#include "golden.hpp"
#include "sample.hpp"

namespace loopcheck::reports {
namespace {

using testing::Level;
using testing::result;
using testing::Verdict;

struct Step {
  const char* name;
  std::vector<record::Result> before;
  std::vector<record::Result> after;
  const char* change;  // "" for none
};

record::Result flaky(Verdict verdict) {
  auto one = result("a", verdict);
  one.flaky = true;
  return one;
}

record::Result known(Verdict verdict) {
  auto one = result("a", verdict);
  one.known_failure = true;
  return one;
}

class Changes : public ::testing::TestWithParam<Step> {};

TEST_P(Changes, HaveTheirName) {
  const auto comparison = compare(testing::run(GetParam().before), testing::run(GetParam().after));
  if (*GetParam().change == '\0') {
    EXPECT_TRUE(comparison.list.empty());
    return;
  }
  ASSERT_EQ(comparison.list.size(), 1U);
  EXPECT_EQ(to_text(comparison.list[0].change), GetParam().change);
  EXPECT_EQ(comparison.count(comparison.list[0].change), 1U);
}

const record::Result good = result("a", Verdict::pass);
const record::Result bad = result("a", Verdict::fail);

INSTANTIATE_TEST_SUITE_P(
    Each, Changes,
    ::testing::Values(
        Step{"pass_then_fail", {good}, {bad}, "regressed"},
        Step{"pass_then_crash", {good}, {result("a", Verdict::crash)}, "regressed"},
        Step{"pass_then_trouble", {good}, {result("a", Verdict::protocol_violation)}, "regressed"},
        Step{"pass_then_flaky_failure", {good}, {flaky(Verdict::fail)}, "regressed"},
        Step{"known_failure_then_failure", {known(Verdict::fail)}, {bad}, "regressed"},
        Step{"pass_then_listed_pass", {good}, {known(Verdict::pass)}, "regressed"},
        Step{"fail_then_pass", {bad}, {good}, "fixed"},
        Step{"known_failure_then_pass", {known(Verdict::fail)}, {good}, "fixed"},
        Step{"known_failure_then_listed_pass", {known(Verdict::fail)}, {known(Verdict::pass)}, "fixed"},
        Step{"listed_pass_then_pass", {known(Verdict::pass)}, {good}, ""},
        Step{"fail_then_known", {bad}, {known(Verdict::fail)}, "still-failing"},
        Step{"known_failure_twice", {known(Verdict::fail)}, {known(Verdict::fail)}, "still-failing"},
        Step{"trouble_twice",
             {result("a", Verdict::harness_error)},
             {result("a", Verdict::harness_error)},
             "still-failing"},
        Step{"fail_then_fail", {bad}, {bad}, "still-failing"},
        Step{"fail_then_timeout", {bad}, {result("a", Verdict::timeout)}, "still-failing"},
        Step{"flaky_then_fail", {flaky(Verdict::fail)}, {bad}, "flaky"},
        Step{"fail_then_flaky", {bad}, {flaky(Verdict::fail)}, "flaky"},
        Step{"flaky_then_pass", {flaky(Verdict::fail)}, {good}, "flaky"},
        Step{"nothing_then_pass", {}, {good}, "new"},
        Step{"skipped_then_fail", {result("a", Verdict::skipped)}, {bad}, "new"},
        Step{"pass_then_nothing", {good}, {}, "gone"},
        Step{"fail_then_skipped", {bad}, {result("a", Verdict::skipped)}, "gone"},
        Step{"fail_then_unsupported", {bad}, {result("a", Verdict::unsupported)}, "gone"},
        Step{"pass_then_pass", {good}, {good}, ""},
        Step{"skipped_twice", {result("a", Verdict::skipped)}, {result("a", Verdict::skipped)}, ""},
        Step{"a_note_is_no_failure",
             {result("a", Verdict::pass, "epoll", Level::observed)},
             {result("a", Verdict::fail, "epoll", Level::observed)},
             ""}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Comparisons, NeverTakeWineForNative) {
  record::Run wine = testing::run({bad});
  for (auto& one : wine.results) one.environment.provenance = "wine";
  const auto comparison = compare(testing::run({good}), wine);
  EXPECT_EQ(comparison.count(Change::regressed), 0U);
  EXPECT_EQ(comparison.count(Change::fresh), 1U);
  EXPECT_EQ(comparison.count(Change::gone), 1U);
  EXPECT_NE(render_comparison_text(comparison).find("linux-selector-epoll (wine)"), std::string::npos);
}

// Every kind of change, in the order in which they are told; texts of subjects are hostile in one of them.
Comparison every_change() {
  const auto named = [](const char* rule, Verdict verdict, const char* selector = "epoll") {
    auto one = result(rule, verdict, selector);
    one.message = std::string("how ") + rule + " went";
    return one;
  };
  auto was_flaky = named("b", Verdict::fail);
  was_flaky.flaky = true;
  was_flaky.attempts = 2;
  auto crashed = named("c", Verdict::crash, "poll");
  crashed.message = "signal 6 <script>alert(1)</script> | \x1b[31m";
  auto known = named("d", Verdict::fail);
  known.known_failure = true;
  record::Run before = testing::run({good, was_flaky, named("c", Verdict::fail), named("d", Verdict::fail),
                                     named("b", Verdict::timeout, "poll"), named("d", Verdict::pass, "poll"),
                                     result("c", Verdict::fail, "poll")});
  record::Run after = testing::run({bad, named("b", Verdict::fail), named("c", Verdict::pass), known,
                                    named("b", Verdict::timeout, "poll"), crashed,
                                    result("a", Verdict::pass, "epoll", Level::observed)});
  before.header.harness.started = "2026-01-01T03:04:05.678Z";
  return compare(before, after);
}

// The style is that of all reports, and changes for reasons that are not those of a comparison.
TEST(Comparisons, AreAsTheGoldenFiles) {
  const auto comparison = every_change();
  for (std::size_t change = 0; change < change_count; ++change)
    EXPECT_GT(comparison.counts[change], 0U) << to_text(static_cast<Change>(change));
  const auto nothing = compare(testing::run({good}), testing::run({good}));
  for (const auto& [suffix, render] : std::vector<std::pair<std::string, std::string (*)(const Comparison&)>>{
           {"txt", render_comparison_text},
           {"json", render_comparison_json},
           {"md", render_comparison_markdown},
           {"html", [](const Comparison& one) { return testing::bare_page(render_comparison_html(one)); }}}) {
    EXPECT_EQ(render(comparison), testing::golden("everything.diff." + suffix, render(comparison)));
    EXPECT_EQ(render(nothing), testing::golden("empty.diff." + suffix, render(nothing)));
  }
}

TEST(Comparisons, AreJsonBySchema) {
  const auto text = nlohmann::json::parse(std::ifstream(LOOPCHECK_DIFF_SCHEMA));
  valijson::Schema schema;
  valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(text), schema);
  const auto fits = [&](const nlohmann::json& document) {
    return valijson::Validator().validate(schema, valijson::adapters::NlohmannJsonAdapter(document), nullptr);
  };
  auto document = nlohmann::json::parse(render_comparison_json(every_change()));
  EXPECT_TRUE(fits(document));
  document["differences"][0]["change"] = "worse";
  EXPECT_FALSE(fits(document));
}

Comparison mixed() {
  record::Run before = testing::run({good, result("b", Verdict::fail), result("c", Verdict::pass)});
  record::Run after = testing::run(
      {bad, result("b", Verdict::pass), result("c", Verdict::pass), result("d", Verdict::pass, "poll")});
  before.header.suite.digest = "sha256:1";
  after.complete = false;
  return compare(before, after);
}

TEST(Comparisons, AreTextWithTheWorstFirst) {
  EXPECT_EQ(render_comparison_text(mixed()),
            "1 regressed, 1 fixed, 1 new; 1 result unchanged\n"
            "The runs are of different suites.\n"
            "Not both runs are complete.\n"
            "\n"
            "regressed case-of-a (documented) cpython on linux-selector-epoll\n"
            "  rule    a: Statement of a.\n"
            "  before  pass: what was seen of a\n"
            "  after   fail: what was seen of a\n"
            "  again   loopcheck run --case case-of-a --environment linux-selector-epoll\n"
            "\n"
            "fixed case-of-b (documented) cpython on linux-selector-epoll\n"
            "  rule    b: Statement of b.\n"
            "  before  fail: what was seen of b\n"
            "  after   pass: what was seen of b\n"
            "\n"
            "new case-of-d (documented) cpython on linux-selector-poll\n"
            "  rule    d: Statement of d.\n"
            "  before  not tried\n"
            "  after   pass: what was seen of d\n");
  EXPECT_EQ(render_comparison_text(compare(testing::run({good}), testing::run({good}))),
            "no difference; 1 result unchanged\n");
}

TEST(Comparisons, AreJsonMarkdownAndHtml) {
  const auto json = nlohmann::json::parse(render_comparison_json(mixed()));
  EXPECT_EQ(json["schema"], "loopcheck-diff/1");
  EXPECT_EQ(json["counts"]["regressed"], 1);
  EXPECT_EQ(json["counts"]["unchanged"], 1);
  EXPECT_FALSE(json["same_suite"]);
  EXPECT_EQ(json["differences"][0]["case"], "case-of-a");
  const std::string markdown = render_comparison_markdown(mixed());
  EXPECT_NE(markdown.find("**1 regressed, 1 fixed, 1 new; 1 result unchanged**"), std::string::npos)
      << markdown;
  EXPECT_NE(markdown.find("| regressed | case\\-of\\-a \\(documented\\) | cpython on "), std::string::npos)
      << markdown;
  const std::string html = render_comparison_html(mixed());
  EXPECT_NE(html.find("<h1>1 regressed, 1 fixed, 1 new; 1 result unchanged</h1>"), std::string::npos);
  EXPECT_NE(html.find("style-src 'sha256-"), std::string::npos);
}

TEST(Comparisons, AreHarmlessWhateverASubjectSays) {
  const std::string hostile =
      std::string("<script>alert(1)</script>|\n::error::x\x1b[31m\xff") + '\0' + "\u202E";
  auto was = good;
  auto is = bad;
  for (auto* one : {&was, &is}) {
    one->message = one->rerun = one->subject = hostile;
    one->environment.provenance = "wine";
  }
  record::Run before = testing::run({});
  record::Run after = before;
  before.results = {was};
  after.results = {is};
  const auto comparison = compare(before, after);
  for (const auto& text : {render_comparison_text(comparison), render_comparison_markdown(comparison),
                           render_comparison_html(comparison), render_comparison_json(comparison)}) {
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find('\0'), std::string::npos);
    EXPECT_EQ(text.find("\n::error"), std::string::npos);
  }
  EXPECT_EQ(render_comparison_html(comparison).find("<script"), std::string::npos);
  const std::string markdown = render_comparison_markdown(comparison);
  for (std::size_t at = markdown.find('<'); at != std::string::npos; at = markdown.find('<', at + 1))
    EXPECT_EQ(markdown[at - 1], '\\');
}

}  // namespace
}  // namespace loopcheck::reports
