#include "loopcheck/reports/text.hpp"

#include "loopcheck/reports/formats.hpp"
#include "loopcheck/reports/html.hpp"

#include <gtest/gtest.h>

#include "sample.hpp"

namespace loopcheck::reports {
namespace {

using testing::Level;
using testing::result;
using testing::Verdict;

record::Run mixed_run() {
  return testing::run({result("a", Verdict::pass), result("b", Verdict::fail),
                       result("b", Verdict::pass, "poll"),
                       result("c", Verdict::fail, "poll", Level::observed)});
}

TEST(TextReport, IsATableAndTheBrokenRules) {
  EXPECT_EQ(render_text(mixed_run()),
            "subject         environment  holds  broken  not verified  not applicable  notes\n"
            "cpython 3.11.2  linux/epoll      1       1             2               0      0\n"
            "cpython 3.11.2  linux/poll       1       0             2               1      1\n"
            "broken b: Statement of b. (cpython 3.11.2 on linux/epoll)\n");
}

TEST(TextReport, HasColoursOnlyWhenAsked) {
  EXPECT_EQ(render_text(mixed_run()).find('\x1b'), std::string::npos);
  EXPECT_NE(render_text(mixed_run(), {true}).find("\x1b[31m     1\x1b[0m"), std::string::npos);
}

TEST(TextReport, TellsProvenanceKnownFailuresAndTrouble) {
  auto known = result("b", Verdict::fail);
  known.known_failure = true;
  record::Run run = testing::run({known});
  run.header.subjects[0].environments[0].environment.provenance = "wine";
  run.header.subjects[0].error = "died\nthree times";
  run.complete = false;
  run.summary = record::summarize(run.header, run.results);
  const std::string text = render_text(run);
  EXPECT_NE(text.find("linux/epoll (wine)"), std::string::npos) << text;
  EXPECT_NE(text.find("1 (1 known)"), std::string::npos) << text;
  EXPECT_NE(text.find("linux/epoll (wine); known)"), std::string::npos) << text;
  EXPECT_NE(text.find("failed cpython: died\\nthree times\n"), std::string::npos) << text;
  EXPECT_NE(text.find("This run is not complete.\n"), std::string::npos) << text;
}

TEST(TextReport, TellsWhyAFailureIsKnownAndWhatIsNews) {
  auto known = result("a", Verdict::fail);
  known.known_failure = true;
  known.known_reason = "Nobody has built it.";
  known.known_link = "https://example.org/issues/1";
  auto pass = result("b", Verdict::pass);
  pass.known_failure = true;
  pass.known_reason = "It cannot.";
  auto flaky = result("c", Verdict::fail);
  flaky.flaky = true;
  flaky.outcomes = {Verdict::fail, Verdict::pass};
  auto changed = result("d", Verdict::crash);
  changed.known_otherwise = "fail starting with \"expected\"";
  const record::Run run = testing::run({known, pass, flaky, changed});
  for (const auto& text : {render_text(run), render_markdown(run)}) {
    for (const char* part : {"known: Nobody has built it. https://example.org/issues/1",
                             "of b on cpython 3.11.2 on linux/epoll: It cannot.",
                             "of c on cpython 3.11.2 on linux/epoll: flaky: fail, then pass",
                             "of d on cpython 3.11.2 on linux/epoll: listed as fail starting with"})
      EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

TEST(TextReport, CannotBeSteeredBySubjects) {
  record::Run run = mixed_run();
  run.header.subjects[0].version = "\x1b]0;title\x07\xff";
  const std::string text = render_text(run);
  EXPECT_EQ(text.find('\x1b'), std::string::npos);
  EXPECT_EQ(text.find('\xff'), std::string::npos);
  EXPECT_NE(text.find("cpython \\x1b]0;title\\x07"), std::string::npos);
}

// cpython holds b on epoll, natively, and c on a simulated poll alone.
record::Run partly_simulated() {
  record::Run run = testing::run({testing::result("b", testing::Verdict::pass),
                                  testing::result("b", testing::Verdict::pass, "poll"),
                                  testing::result("c", testing::Verdict::pass, "poll")});
  run.header.subjects[0].environments[1].environment.provenance = "simulated";
  run.summary = record::summarize(run.header, run.results);
  return run;
}

TEST(Reports, ListWhatHeldOnlyInSimulation) {
  const record::Run run = partly_simulated();
  EXPECT_NE(render_text(run).find("held only in simulation, nowhere natively: 1 rule: c\n"),
            std::string::npos)
      << render_text(run);
  EXPECT_NE(render_markdown(run).find("- **held only in simulation**, nowhere natively: 1 rule: c\n"),
            std::string::npos);
  const std::string html = render_html(run);
  EXPECT_NE(html.find("held only in simulation"), std::string::npos);
  EXPECT_NE(html.find("<li><a href=\"#rule-c\">c</a></li>"), std::string::npos);
  EXPECT_NE(render_json(run).find("\"held_only_by\": {\n   \"simulated\": [\n    \"c\"\n"),
            std::string::npos);
  const record::Run native = testing::run({testing::result("b", testing::Verdict::pass)});
  for (const auto& text : {render_text(native), render_markdown(native), render_html(native)})
    EXPECT_EQ(text.find("held only"), std::string::npos);
}

// Wherever the environment is named, so is how its evidence came about.
TEST(Reports, NeverNameASimulatedEnvironmentWithoutSayingSo) {
  record::Run run = partly_simulated();
  run.results.push_back(testing::result("d", testing::Verdict::fail, "poll"));
  run.results.push_back(testing::result("d", testing::Verdict::skipped, "poll"));
  for (auto& one : run.results) {
    if (one.environment.selector == "poll") one.environment.provenance = "simulated";
  }
  run.summary = record::summarize(run.header, run.results);
  for (const auto& text : {render_text(run), render_markdown(run), render_html(run), render_junit(run),
                           render_tap(run), render_github(run), render_sarif(run)}) {
    std::size_t named = 0;
    for (std::size_t at = text.find("linux/poll"); at != std::string::npos;
         at = text.find("linux/poll", at + 1)) {
      ++named;
      const std::string around = text.substr(at, 60);
      EXPECT_TRUE(around.starts_with("linux/poll (simulated)") ||
                  around.starts_with("linux/poll \\(simulated\\)"))
          << around;
    }
    EXPECT_GT(named, 0U) << text.substr(0, 300);
  }
}

TEST(TextReport, OfARunWithoutSubjectsIsEmpty) {
  EXPECT_EQ(render_text(record::Run{}), "");
}

TEST(MarkdownReport, IsATableAndAListOfLinks) {
  EXPECT_EQ(
      render_markdown(mixed_run()),
      "- **cpython 3.11.2**: 1 of 4 documented rules that apply is broken, in linux/epoll; 1 holds; 2 not "
      "verified everywhere.\n\n"
      "| subject | environment | holds | broken | not verified | not applicable | notes |\n"
      "|---|---|---:|---:|---:|---:|---:|\n"
      "| cpython 3.11.2 | linux/epoll | 1 | 1 | 2 | 0 | 0 |\n"
      "| cpython 3.11.2 | linux/poll | 1 | 0 | 2 | 1 | 1 |\n"
      "\n"
      "- **broken** [b](https://docs.python.org/3/library/asyncio-platforms.html#all-platforms): "
      "Statement of b. "
      "(cpython 3.11.2 on linux/epoll)\n");
}

TEST(MarkdownReport, EscapesMarkup) {
  record::Run run = mixed_run();
  run.header.subjects[0].version = "|<b>`x`";
  EXPECT_NE(render_markdown(run).find("cpython \\|\\<b\\>\\`x\\`"), std::string::npos);
}

}  // namespace
}  // namespace loopcheck::reports
