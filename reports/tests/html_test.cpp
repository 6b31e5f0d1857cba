#include "loopcheck/reports/html.hpp"

#include <regex>

#include <gtest/gtest.h>

#include "packed.hpp"
#include "sample.hpp"

namespace loopcheck::reports {
namespace {

using testing::Level;
using testing::result;
using testing::Verdict;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

nlohmann::json evidence_of(const std::string& html) {
  const std::string start = "<script type=\"application/octet-stream\" id=\"evidence\">";
  const auto from = html.find(start) + start.size();
  return nlohmann::json::parse(unpacked(html.substr(from, html.find("</script>", from) - from)));
}

// The text of a number, of a result of a rule: 2 expected, 3 observed, …
std::string text_of(const nlohmann::json& evidence, const nlohmann::json& outcome, std::size_t field) {
  return evidence["texts"][evidence["outcomes"][outcome.get<std::size_t>()][field].get<std::size_t>()];
}

std::string row_of(const std::string& html, const std::string& rule) {
  const auto from = html.find("<tr class=\"rule\" id=\"rule-" + rule + "\"");
  return from == std::string::npos ? "" : html.substr(from, html.find("</tr>", from) - from);
}

TEST(HtmlReport, AnswersFirst) {
  const auto all = [](Verdict b) {
    return std::vector{result("a", Verdict::pass), result("b", b), result("b", Verdict::pass, "poll"),
                       result("c", Verdict::pass), result("d", Verdict::skipped)};
  };
  const std::string good = render_html(testing::run(all(Verdict::pass)));
  EXPECT_TRUE(has(good, "<h1>No rule is broken in 2 environments</h1>"));
  EXPECT_TRUE(
      has(good,
          "<strong>cpython 3.11.2</strong>: 2 of 4 documented rules that apply hold, none is broken, in "
          "linux/epoll and linux/poll; 2 not verified everywhere."));
  EXPECT_TRUE(
      has(good, "<strong>linux/epoll</strong>: 3 of 4 applicable documented rules hold, 1 not verified."));
  EXPECT_TRUE(has(good, "Evidence: native in 2 environments."));
  const std::string bad = render_html(testing::run(all(Verdict::fail)));
  EXPECT_TRUE(has(bad, "<h1>1 rule broken in 1 of 2 environments</h1>"));
  EXPECT_TRUE(
      has(bad,
          "<strong>cpython 3.11.2</strong>: 1 of 4 documented rules that apply is broken, in linux/epoll; 1 "
          "holds; 2 not verified everywhere."));
  EXPECT_TRUE(has(bad, "2 of 4 applicable documented rules hold, 1 broken, 1 not verified."));
  EXPECT_TRUE(has(render_html(testing::run({})), "<h1>No rule was verified</h1>"));
}

TEST(HtmlReport, NeverCallsEvidenceNativeThatIsNot) {
  for (const char* provenance : {"wine", "simulated"}) {
    auto failed = result("b", Verdict::fail);
    failed.environment.provenance = provenance;
    record::Run run = testing::run({failed});
    for (auto& info : run.header.subjects[0].environments) {
      info.environment.provenance = provenance;
      info.environment.provenance_detail = "what that means here";
    }
    const std::string html = render_html(run);
    // Once as a word of the filters' script at most, and never as a fact of this run.
    EXPECT_FALSE(has(html, ">native<")) << provenance;
    EXPECT_FALSE(has(html, "native in")) << provenance;
    EXPECT_FALSE(has(html, "linux/epoll<")) << provenance;
    EXPECT_FALSE(has(html, "linux/epoll,")) << provenance;
    EXPECT_TRUE(has(html, std::string("cpython 3.11.2 on linux/epoll (") + provenance + ")"));
    EXPECT_TRUE(has(html, "what that means here"));
    EXPECT_EQ(evidence_of(html)["columns"][0][0],
              std::string("cpython 3.11.2 on linux/epoll (") + provenance + ")");
  }
}

TEST(HtmlReport, ListsWhereSubjectsDisagree) {
  auto other = result("b", Verdict::fail);
  other.subject = "uvloop";
  record::Run run = testing::run({result("b", Verdict::pass), result("c", Verdict::pass)});
  run.header.subjects.push_back(run.header.subjects[0]);
  run.header.subjects[1].name = "uvloop";
  run.header.subjects[1].version = "0.17";
  run.results.push_back(other);
  run.summary = record::summarize(run.header, run.results);
  const std::string html = render_html(run);
  const auto from = html.find("id=\"disagreements\"");
  ASSERT_NE(from, std::string::npos);
  const std::string section = html.substr(from, html.find("</section>", from) - from);
  EXPECT_TRUE(has(section, "href=\"#rule-b\""));
  EXPECT_FALSE(has(section, "href=\"#rule-c\""));
  EXPECT_TRUE(has(section, "holds: cpython 3.11.2 on linux/epoll"));
  EXPECT_TRUE(has(section, "broken: uvloop 0.17 on linux/epoll"));
  // One subject that differs between its own environments disagrees with nobody.
  EXPECT_FALSE(
      has(render_html(testing::run({result("b", Verdict::pass), result("b", Verdict::fail, "poll")})),
          "id=\"disagreements\""));
}

TEST(HtmlReport, CellsSayTheirStatusInWords) {
  const std::string html = render_html(testing::run(
      {result("a", Verdict::pass), result("b", Verdict::timeout), result("c", Verdict::pass, "poll"),
       result("c", Verdict::fail, "poll", Level::observed)}));
  EXPECT_TRUE(has(row_of(html, "a"), "<td class=h>holds<td class=a>not applicable"));
  EXPECT_TRUE(has(row_of(html, "b"), "<td class=b>broken"));
  EXPECT_TRUE(has(row_of(html, "c"), "<td class=n>not verified"));
  EXPECT_TRUE(has(row_of(html, "c"), "<td class=h>holds, <sup>1</sup> note"));
  EXPECT_TRUE(has(row_of(html, "c"),
                  "href=\"https://docs.python.org/3/library/asyncio-eventloop.html#all-platforms\""));
}

TEST(HtmlReport, SaysWhyRulesAreNotAsked) {
  record::Run run = testing::run({result("a", Verdict::pass)});
  run.header.subjects[0].environments[0].not_asked = {
      {"There are no <b>.", "https://example.org/a#b", {"x", "y"}},
      {"Nor this.", "javascript:alert(1)", {"z"}}};
  const std::string html = render_html(run);
  EXPECT_TRUE(
      has(html, "2 rules not asked: <a href=\"https://example.org/a#b\">There are no &lt;b&gt;.</a>"));
  EXPECT_TRUE(has(html, "1 rule not asked: Nor this.</p>"));
  EXPECT_FALSE(has(html, "javascript:alert"));
}

TEST(HtmlReport, SaysWhyCasesAreLeftOut) {
  record::Run run = testing::run({result("a", Verdict::pass)});
  run.header.subjects[0].environments[0].left_out = {{"No <b> there.", {"x[a=\"1\"]", "y"}}};
  const std::string html = render_html(run);
  EXPECT_TRUE(has(html, ">2 cases</span> left out: No &lt;b&gt; there.</p>"));
  EXPECT_TRUE(has(html, "title=\"x[a=&quot;1&quot;], y\""));
  EXPECT_FALSE(has(render_html(testing::run({result("a", Verdict::pass)})), "left out"));
}

TEST(HtmlReport, ShowsTierOneFirst) {
  const std::string html = render_html(testing::run({}));
  EXPECT_LT(html.find("id=\"rule-a\""), html.find("id=\"rule-c\""));
  EXPECT_LT(html.find("id=\"rule-b\""), html.find("id=\"rule-c\""));
}

TEST(HtmlReport, EveryVerdictThatIsNoPassIsInPlainHtml) {
  for (const auto verdict : {Verdict::fail, Verdict::crash, Verdict::timeout, Verdict::protocol_violation,
                             Verdict::harness_error}) {
    auto one = result("a", verdict);
    one.message = "the message of it";
    const std::string html = render_html(testing::run({one}));
    const std::string findings = html.substr(0, html.find("id=\"rules\""));
    for (const std::string& part :
         {std::string("the message of it"), std::string("what is expected of a"),
          std::string("what was seen of a"), one.rerun, std::string("Title of case-of-a"),
          "<strong>" + std::string(to_text(verdict)) + "</strong>",
          std::string("<code>watch</code> watch p.read for reading by add_reader()"),
          std::string("alive returned zyx")}) {
      EXPECT_TRUE(has(findings, part)) << to_text(verdict) << ": " << part;
    }
  }
  for (const auto verdict : {Verdict::skipped, Verdict::unsupported}) {
    auto one = result("a", verdict);
    one.message = "there is no pty";
    EXPECT_TRUE(has(render_html(testing::run({one})), std::string(to_text(verdict)) + ": there is no pty"));
  }
}

TEST(HtmlReport, ObservedMismatchesAreNotesAndNothingWorse) {
  const std::string html = render_html(
      testing::run({result("a", Verdict::pass), result("a", Verdict::fail, "epoll", Level::observed)}));
  EXPECT_TRUE(has(html, "id=\"note-a\""));
  EXPECT_FALSE(has(html, "id=\"broken-a\""));
  EXPECT_FALSE(has(html, "id=\"broken\""));
  EXPECT_TRUE(has(html, "<h1>No rule is broken in 2 environments</h1>"));
}

TEST(HtmlReport, TranscriptsAndStepsAreSpelledOutOnce) {
  auto second = result("b", Verdict::fail);
  second.case_id = "case-of-a";
  const std::string html = render_html(testing::run(
      {result("a", Verdict::fail), second, result("a", Verdict::pass, "epoll", Level::observed)}));
  EXPECT_EQ(times(html, "<pre class=\"transcript\""), 1U);
  EXPECT_EQ(times(html, "<ol class=\"tried\""), 1U);
  EXPECT_TRUE(has(html, "<a href=\"#transcript-0\">"));
  EXPECT_TRUE(has(html, "<a href=\"#tried-0\">"));
  const auto evidence = evidence_of(html);
  EXPECT_EQ(evidence["cases"][0].size(), 1U);
  EXPECT_EQ(evidence["cases"][0][0][3]["at"], "transcript-0");
  EXPECT_EQ(evidence["cases"][0][0][2], "");
}

TEST(HtmlReport, KeepsTheEvidenceOfPassesAsData) {
  const std::string html = render_html(testing::run({result("a", Verdict::pass)}));
  EXPECT_EQ(times(html, "<pre class=\"transcript\""), 0U);
  const auto evidence = evidence_of(html);
  const auto& experiment = evidence["cases"][0][0];
  const auto& shape = evidence["shapes"][experiment[1].get<std::size_t>()];
  EXPECT_EQ(shape.size(), 7U);
  EXPECT_EQ(evidence["lines"][shape[0].get<std::size_t>()], " alive returned zyx");
  EXPECT_EQ(evidence["lines"][shape[6].get<std::size_t>()], "ecb  args [\"a\"]  during turns");
  EXPECT_EQ(evidence["columns"][0][0], "cpython 3.11.2 on linux/epoll");
  EXPECT_EQ(evidence["texts"][evidence["columns"][0][4].get<std::size_t>()],
            "loopcheck run --case \x01 --environment linux-selector-epoll");
  const auto& row = evidence["rules"]["a"]["results"][0];
  ASSERT_EQ(row.size(), 3U);
  EXPECT_EQ(row[0], 0);
  EXPECT_EQ(text_of(evidence, -row[2].get<int>(), 0), "pass");
  EXPECT_EQ(text_of(evidence, -row[2].get<int>(), 2), "what is expected of a");
  EXPECT_EQ(evidence["steps"][0][2], "check that the loop is alive");
}

TEST(HtmlReport, PacksTimesIntoDigits) {
  auto one = result("a", Verdict::pass);
  one.transcript = nlohmann::json::parse(R"([
    {"step":"alive","outcome":"returned","at_ns":45000,"duration_ns":4000},
    {"event":"cb","at_ns":58000},
    {"step":"x","outcome":"returned","at_ns":1272000},
    {"step":"near","outcome":"returned","at_ns":1300000,"duration_ns":123456},
    {"step":"early","outcome":"returned","at_ns":999000,"duration_ns":123456},
    {"events_dropped":3}])");
  const auto evidence = evidence_of(render_html(testing::run({one})));
  std::string digits;
  for (char c = ' '; c <= '~'; ++c) {
    if (c != '"' && c != '<' && c != '\\') digits += c;
  }
  std::string expected;
  for (std::size_t value : {93U, 5U,        // at 45 µs, rounded 46; took 4 µs
                            25U,            // 12 µs after that started
                            2401U, 0U,      // 1,214 µs later, rounded 1,200, so at 1,250 µs; took no time
                            1U, 121U,       // about when it was to be expected; took 120 µs
                            762U, 121U}) {  // 371 µs before the end of that, rounded 370
    for (; value >= 46; value /= 46) expected += digits[46 + value % 46];
    expected += digits[value];
  }
  expected += std::string(2, digits[0]);  // the last line has no moment
  EXPECT_EQ(evidence["cases"][0][0][2], expected);
}

TEST(HtmlReport, LeavesOutTheNonceOfWhatPassed) {
  auto one = result("a", Verdict::pass);
  one.transcript[0]["value"] = "k3f9a7xyzk3f9a7x";
  one.observed = "\"life\" returned \"k3f9a7xyzk3f9a7x\"";
  auto evidence = evidence_of(render_html(testing::run({one})));
  EXPECT_EQ(evidence.dump().find("k3f9a7xyz"), std::string::npos);
  EXPECT_NE(evidence.dump().find("returned \\\"‹nonce›\\\""), std::string::npos);
  one.verdict = Verdict::skipped;
  evidence = evidence_of(render_html(testing::run({one})));
  EXPECT_NE(evidence.dump().find("k3f9a7xyz"), std::string::npos);
}

TEST(HtmlReport, EscapesEveryText) {
  const std::string hostile =
      "<script>alert(1)</script><!--\"'&\x1b[31m\xff" + std::string(1, '\0') + "\u202E{{title}}</style>";
  for (const auto verdict : {Verdict::pass, Verdict::fail, Verdict::skipped, Verdict::protocol_violation}) {
    auto bad = result("a", verdict);
    bad.message = bad.expected = bad.observed = bad.note = bad.rerun = hostile;
    bad.transcript.push_back({{"event", hostile}, {"data", {{hostile, hostile}}}});
    bad.transcript.push_back({{"step", hostile}, {"outcome", "raised"}, {"exception", {{"type", hostile}}}});
    record::Run run = testing::run({bad});
    record::SubjectInfo& subject = run.header.subjects[0];
    subject.version = subject.adapter = subject.stderr_excerpt = subject.error = hostile;
    subject.environments[0].environment.platform = subject.environments[0].environment.provenance_detail =
        hostile;
    subject.command = {hostile};
    for (auto& rule : run.header.suite.rules)
      rule.statement = rule.section = rule.page = rule.link = rule.note = hostile;
    for (auto& info : run.header.suite.cases) {
      info.title = info.purpose = info.file = hostile;
      info.steps.push_back({{"do", hostile}, {hostile, hostile}});
    }
    run.header.harness.version = run.header.harness.commit = run.header.harness.host.system = hostile;
    run.header.harness.argv = {hostile};
    run.header.suite.digest = hostile;
    run.summary = record::summarize(run.header, run.results);

    const std::string html = render_html(run);
    EXPECT_FALSE(has(html, "<script>alert")) << to_text(verdict);
    EXPECT_FALSE(has(html, "\x1b"));
    EXPECT_FALSE(has(html, "\xff"));
    EXPECT_FALSE(has(html, "\u202E"));
    EXPECT_EQ(html.find('\0'), std::string::npos);
    EXPECT_EQ(times(html, "<script"), 2U);
    EXPECT_EQ(times(html, "</script>"), 2U);
    EXPECT_EQ(times(html, "<!--"), 0U);
    EXPECT_EQ(times(html, "</style>"), 1U);
    EXPECT_TRUE(has(html, "&lt;script&gt;alert(1)"));
    EXPECT_TRUE(has(html, "{{title}}"));
    EXPECT_EQ(evidence_of(html).dump().find('\0'), std::string::npos);
  }
}

TEST(HtmlReport, MakesNoRequestAndAllowsNoOtherScript) {
  const std::string html = render_html(testing::run({result("a", Verdict::fail)}));
  EXPECT_TRUE(has(html, "default-src 'none'; style-src 'sha256-"));
  EXPECT_FALSE(has(html, "unsafe-inline"));
  for (const char* part : {" src=", "<link", "@import", "url(", " style=", " onclick", "fetch("})
    EXPECT_FALSE(has(html, part)) << part;
  EXPECT_TRUE(std::regex_search(html, std::regex("script-src 'sha256-[A-Za-z0-9+/]{43}='")));
}

TEST(HtmlReport, EveryReferenceWithinThePageLeadsSomewhere) {
  auto second = result("b", Verdict::fail);
  second.case_id = "case-of-a";
  const std::string html = render_html(
      testing::run({result("a", Verdict::fail), second, result("c", Verdict::fail, "poll", Level::observed),
                    result("d", Verdict::skipped)}));
  const std::regex reference("href=\"#([^\"]*)\"");
  for (auto it = std::sregex_iterator(html.begin(), html.end(), reference); it != std::sregex_iterator();
       ++it) {
    const std::string target = (*it)[1].str();
    if (target.find('=') != std::string::npos) continue;  // a state of the filters
    EXPECT_EQ(times(html, " id=\"" + target + "\"") + times(html, " id=" + target + ">"), 1U) << target;
  }
}

TEST(HtmlReport, TellsOfKnownFlakyAndImpliedResults) {
  auto known = result("a", Verdict::fail);
  known.known_failure = true;
  known.known_reason = "Nobody <has> built it.";
  known.known_link = "https://example.org/issues/1";
  known.flaky = true;
  known.attempts = 3;
  record::Run run = testing::run({known});
  run.header.suite.rules[0].implied_by = {"a"};  // c sums up a
  run.summary = record::summarize(run.header, run.results);
  const std::string html = render_html(run);
  EXPECT_TRUE(has(html, "2 broken (2 known)"));
  EXPECT_TRUE(
      has(html, "Known failure: Nobody &lt;has&gt; built it. <a href=\"https://example.org/issues/1\">"));
  EXPECT_TRUE(has(html, "flaky, worst of 3 attempts"));
  EXPECT_TRUE(has(html, "It sums up other rules, of which these are broken: <a href=\"#rule-a\">"));
  EXPECT_TRUE(has(row_of(html, "a"), "broken, a known failure, <sup>~</sup> flaky"));
}

TEST(HtmlReport, TellsOfRunsThatDidNotEndWell) {
  record::Run run = testing::run({});
  run.complete = false;
  run.header.subjects.push_back({});
  run.header.subjects.back().name = "broken-one";
  run.header.subjects.back().error = "no such program";
  run.summary = record::summarize(run.header, run.results);
  const std::string html = render_html(run);
  EXPECT_TRUE(has(html, "This run is not complete"));
  EXPECT_TRUE(has(html, "<strong>broken-one</strong> could not be run to the end: no such program"));
}

TEST(HtmlReport, TellsEnvironmentsOfOneSubjectApart) {
  record::Run run = testing::run({});
  auto& environments = run.header.subjects[0].environments;
  environments[1].environment = environments[0].environment;
  environments[1].environment.id = "older";
  environments[1].environment.documented = "3.7";
  run.summary = record::summarize(run.header, run.results);
  std::string html = render_html(run);
  EXPECT_TRUE(has(html, "linux/epoll (docs 3.7)"));
  EXPECT_TRUE(has(html, "linux/epoll (docs 3.11.2)"));
  environments[1].environment.documented = "3.11.2";
  html = render_html(run);
  EXPECT_EQ(evidence_of(html)["columns"][1][0], "cpython 3.11.2 on older");
}

TEST(HtmlReport, NamesTheVersionOfThePlatformWhereASubjectHasSeveral) {
  record::Run run = testing::run({});
  auto& environments = run.header.subjects[0].environments;
  environments[1].environment.platform_version = "2.6";
  run.summary = record::summarize(run.header, run.results);
  const auto columns = evidence_of(render_html(run))["columns"];
  EXPECT_EQ(columns[0][0], "cpython 3.11.2 on linux 6.1.0/epoll");
  EXPECT_EQ(columns[1][0], "cpython 3.11.2 on linux 2.6/poll");
}

TEST(HtmlReport, IsTheSameForTheSameRun) {
  const record::Run run = testing::run({result("a", Verdict::fail), result("b", Verdict::pass)});
  EXPECT_EQ(render_html(run), render_html(run));
}

// 10 environments x `cases`, each with a documented and an observed result.
record::Run large_run(int cases, Verdict verdict) {
  record::Run run = testing::run({});
  run.header.suite.cases.clear();
  run.header.suite.rules.clear();
  std::vector<std::string> ids;
  for (int i = 0; i < cases; ++i) {
    const std::string id = "rule-with-a-name-" + std::to_string(i / 3);
    if (i % 3 == 0) {
      run.header.suite.rules.push_back(testing::rule(id, i < 90 ? 1 : 2));
      ids.push_back(id);
    }
    run.header.suite.cases.push_back(
        testing::case_info("case-with-a-name-" + std::to_string(i) + "[resource=pipe]"));
  }
  auto& environments = run.header.subjects[0].environments;
  environments.clear();
  for (int e = 0; e < 10; ++e)
    environments.push_back({testing::environment("selector-" + std::to_string(e)), ids});
  for (int i = 0; i < cases; ++i) {
    for (int e = 0; e < 10; ++e) {
      auto one = result(ids[static_cast<std::size_t>(i / 3)], verdict, "selector-" + std::to_string(e));
      one.case_id = run.header.suite.cases[static_cast<std::size_t>(i)].id;
      one.rerun = "loopcheck run --environment " + one.environment.id + " --case '" + one.case_id + "'";
      one.transcript = testing::transcript(i * 7 + e);
      run.results.push_back(one);
      one.level = Level::observed;
      run.results.push_back(one);
    }
  }
  run.summary = record::summarize(run.header, run.results);
  return run;
}

TEST(HtmlReport, StaysSmallForALargeRun) {
  EXPECT_LT(render_html(large_run(600, Verdict::pass)).size(), 1'000'000U);
}

TEST(HtmlReport, StaysSmallWhenEverythingFails) {
  const std::string html = render_html(large_run(600, Verdict::fail));
  EXPECT_LT(html.size(), 2'000'000U);
  EXPECT_TRUE(has(html, "more of these results are told by the table"));
}

}  // namespace
}  // namespace loopcheck::reports
