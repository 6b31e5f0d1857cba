#include "loopcheck/reports/text.hpp"

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
