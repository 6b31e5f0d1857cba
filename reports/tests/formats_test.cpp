// Each format against files that were looked at and that other programs hold valid (scripts/check-formats).
#include "loopcheck/reports/formats.hpp"

#include <algorithm>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bare_page.hpp"
#include "golden.hpp"
#include "loopcheck/reports/html.hpp"
#include "loopcheck/reports/text.hpp"
#include "sample.hpp"

namespace loopcheck::reports {
namespace {

using testing::bare_page;
using testing::golden;
using testing::Level;
using testing::result;
using testing::Verdict;

struct Format {
  const char* name;
  const char* suffix;
  std::string (*render)(const record::Run&);
};

std::string text_of(const record::Run& run) {
  return render_text(run);
}

std::string page_of(const record::Run& run) {
  return bare_page(render_html(run));
}

const Format all_formats[] = {{"html", "html", page_of},
                              {"junit", "junit.xml", render_junit},
                              {"tap", "tap", render_tap},
                              {"github", "github.txt", render_github},
                              {"badge", "badge.json", render_badge},
                              {"sarif", "sarif", render_sarif},
                              {"markdown", "md", render_markdown},
                              {"text", "txt", text_of}};

// Something of everything that a run can have.
record::Run everything() {
  auto known = result("a", Verdict::fail);
  known.known_failure = true;
  known.known_reason = "Nobody has built it # yet.";
  known.known_link = "https://example.org/issues/1";
  auto known_pass = result("c", Verdict::pass);
  known_pass.known_failure = true;
  known_pass.known_reason = "It cannot.";
  auto failed = result("b", Verdict::fail);
  failed.message = "expected \"cb\" once, but event \"cb\" 0 times";
  failed.flaky = true;
  failed.attempts = 3;
  failed.outcomes = {Verdict::fail, Verdict::pass, Verdict::fail};
  failed.known_otherwise = "crash starting with \"signal\"";
  failed.known_reason = "It fell.";
  auto skipped = result("d", Verdict::skipped, "poll");
  skipped.message = "no pty # here";
  auto crashed = result("c", Verdict::crash, "poll", Level::observed);
  crashed.message = "signal 6 (SIGABRT)";
  auto broken = result("d", Verdict::protocol_violation);
  broken.message = "line 3 is no JSON";
  record::Run run = testing::run({known, result("a", Verdict::pass, "epoll", Level::observed), failed,
                                  result("b", Verdict::pass, "poll"), known_pass, crashed,
                                  result("c", Verdict::fail, "epoll", Level::observed), skipped, broken});
  for (auto& info : run.header.suite.cases) info.line = 7;
  auto& environment = run.header.subjects[0].environments[1].environment;
  environment.provenance = "wine";
  environment.provenance_detail = "Wine 8.0";
  run.header.subjects[0].stderr_excerpt = "a warning\n";
  run.header.harness.host = {"Linux", "6.1.0", "x86_64", 2};
  run.header.subjects.push_back({});
  run.header.subjects.back().name = "absent";
  run.header.subjects.back().error = "no such program";
  run.summary = record::summarize(run.header, run.results);
  run.complete = false;
  return run;
}

record::Run hostile() {
  const std::string bad = "<script>alert(1)</script>]]>--\"'&\x1b[31m\xff" + std::string(1, '\0') +
                          "\u202E\uFFFE\r\n::error::x\n# SKIP\n1..0\n|`*_[a](javascript:x)";
  auto failed = result("a", Verdict::fail);
  failed.message = failed.expected = failed.observed = failed.note = failed.rerun = bad;
  auto skipped = result("b", Verdict::skipped);
  skipped.message = bad + std::string(10'000'000, 'x');
  record::Run run = testing::run({failed, skipped, result("c", Verdict::harness_error)});
  run.header.subjects[0].name = bad;
  for (auto& one : run.results) one.subject = bad;
  run.header.subjects[0].version = run.header.subjects[0].stderr_excerpt = run.header.subjects[0].error = bad;
  run.header.subjects[0].environments[0].environment.provenance_detail = bad;
  for (auto& rule : run.header.suite.rules) rule.statement = rule.link = rule.page = bad;
  for (auto& info : run.header.suite.cases) info.title = info.file = bad;
  run.header.harness.version = run.header.harness.started = run.header.harness.host.system = bad;
  run.summary = record::summarize(run.header, run.results);
  return run;
}

TEST(Formats, AreAsTheGoldenFiles) {
  for (const Format& format : all_formats) {
    const std::string everything_text = format.render(everything());
    EXPECT_EQ(everything_text, golden(std::string("everything.") + format.suffix, everything_text));
    const std::string hostile_text = format.render(hostile());
    EXPECT_EQ(hostile_text, golden(std::string("hostile.") + format.suffix, hostile_text));
    const std::string empty_text = format.render(testing::run({}));
    EXPECT_EQ(empty_text, golden(std::string("empty.") + format.suffix, empty_text));
  }
  // The record keeps what a subject said, all ten megabytes of it.
  const std::string everything_json = render_json(everything());
  EXPECT_EQ(everything_json, golden("everything.run.json", everything_json));
  const std::string empty_json = render_json(testing::run({}));
  EXPECT_EQ(empty_json, golden("empty.run.json", empty_json));
}

// In a page a line of a text is no line of the format.
void expect_harmless(const std::string& text, const std::string& name) {
  for (const char c : text)
    ASSERT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') << name;
  for (const char* part :
       {"\u202E", "\uFFFE", "\xff", "\x7f", "\n::error::x", "\n# SKIP", "\n1..0", "\n|`*_"})
    EXPECT_TRUE(text.find(part) == std::string::npos || (name == "html" && *part == '\n')) << name << part;
}

TEST(Formats, AreHarmlessWhateverASubjectSays) {
  for (const Format& format : all_formats) {
    const std::string text = format.render(hostile());
    expect_harmless(text, format.name);
    EXPECT_LT(text.size(), 200'000U) << format.name;
  }
  expect_harmless(render_json(hostile()), "json");
}

TEST(Formats, AreTheSameForTheSameRunWhateverTheClockSays) {
  for (const Format& format : all_formats)
    EXPECT_EQ(format.render(everything()), format.render(everything()));
}

// A run that was killed or stopped says so wherever people look.
TEST(Formats, SayThatARunIsNotComplete) {
  record::Run run = testing::run({result("a", Verdict::pass)});
  run.complete = false;
  for (const auto& [name, words] :
       std::vector<std::pair<std::string, std::string>>{{"html", "This run is not complete"},
                                                        {"markdown", "This run is not complete"},
                                                        {"text", "This run is not complete"},
                                                        {"junit", "loopcheck.run"},
                                                        {"tap", "Bail out!"},
                                                        {"github", "not complete"},
                                                        {"badge", "incomplete"},
                                                        {"sarif", "\"executionSuccessful\": false"}}) {
    const auto* format = std::find_if(std::begin(all_formats), std::end(all_formats),
                                      [&, &wanted = name](const Format& f) { return f.name == wanted; });
    ASSERT_NE(format, std::end(all_formats)) << name;
    EXPECT_NE(format->render(run).find(words), std::string::npos) << name << "\n" << format->render(run);
    run.complete = true;
    EXPECT_EQ(format->render(run).find(words), std::string::npos) << name;
    run.complete = false;
  }
  EXPECT_NE(render_json(run).find("\"complete\": false"), std::string::npos);
}

TEST(Junit, TellsFailuresFromErrorsAndSkips) {
  const std::string xml = render_junit(everything());
  const auto has = [&](const std::string& part) { return xml.find(part) != std::string::npos; };
  EXPECT_TRUE(has("tests=\"11\" failures=\"3\" errors=\"3\""));
  EXPECT_TRUE(has("<failure type=\"crash\" message=\"crash: signal 6 (SIGABRT)\">"));
  EXPECT_TRUE(has("<error type=\"protocol-violation\" message=\"protocol-violation: line 3 is no JSON\">"));
  EXPECT_TRUE(has("<skipped message=\"skipped: no pty # here\"/>"));
  EXPECT_TRUE(
      has("<skipped message=\"known failure: Nobody has built it # yet. https://example.org/issues/1 fail"));
  EXPECT_TRUE(has("fail, flaky: fail, then pass, then fail, listed as crash starting with"));
  EXPECT_TRUE(has("a known failure passes"));
  EXPECT_TRUE(has("linux/poll (wine)"));
}

TEST(Tap, MarksWhatDoesNotCount) {
  const std::string tap = render_tap(everything());
  EXPECT_EQ(tap.substr(0, 22), "TAP version 14\n1..10\n\x6e");
  EXPECT_NE(tap.find("ok 8 - d: case-of-d (documented) on cpython 3.11.2 on linux/poll (wine) # SKIP "
                     "skipped: no pty \\# here"),
            std::string::npos)
      << tap;
  EXPECT_NE(tap.find("# TODO known failure: Nobody has built it \\# yet. https://example.org/issues/1\n"),
            std::string::npos)
      << tap;
  EXPECT_NE(tap.find("# TODO observed only"), std::string::npos);
}

TEST(Github, NamesFileAndLine) {
  const std::string text = render_github(everything());
  EXPECT_NE(text.find("::error title=b on cpython 3.11.2 on "
                      "linux/epoll,file=cases/asyncio-platforms/files.json,line=7::"),
            std::string::npos)
      << text;
}

TEST(Badge, IsRedGreenYellowOrGrey) {
  const auto badge = [](const record::Run& run) { return nlohmann::json::parse(render_badge(run)); };
  EXPECT_EQ(badge(testing::run({}))["message"], "nothing verified");
  EXPECT_EQ(badge(testing::run({result("a", Verdict::fail)}))["color"], "red");
  EXPECT_EQ(badge(testing::run({result("a", Verdict::pass)}))["color"], "yellowgreen");
  record::Run whole = testing::run({});
  whole.header.subjects[0].environments.resize(1);
  for (const char* rule : {"a", "b", "c", "d"}) whole.results.push_back(result(rule, Verdict::pass));
  whole.summary = record::summarize(whole.header, whole.results);
  EXPECT_EQ(badge(whole), (nlohmann::json{{"schemaVersion", 1},
                                          {"label", "cpython"},
                                          {"message", "4 of 4 rules hold"},
                                          {"color", "brightgreen"}}));
  whole.header.subjects[0].environments[0].environment.provenance = "wine";
  EXPECT_EQ(badge(whole)["message"], "4 of 4 rules hold (wine)");
  whole.complete = false;
  EXPECT_EQ(badge(whole)["color"], "orange");
}

TEST(Sarif, HasEveryFindingWithItsPlace) {
  const auto sarif = nlohmann::json::parse(render_sarif(everything()));
  const auto& run = sarif["runs"][0];
  ASSERT_EQ(run["results"].size(), 6U);
  for (const auto& found : run["results"]) {
    EXPECT_EQ(found["locations"][0]["physicalLocation"]["region"]["startLine"], 7);
    EXPECT_EQ(run["tool"]["driver"]["rules"][found["ruleIndex"].get<std::size_t>()]["id"], found["ruleId"]);
  }
  EXPECT_FALSE(run["invocations"][0]["executionSuccessful"]);
}

}  // namespace
}  // namespace loopcheck::reports
