// What works where, in each format; the answers themselves are tested with the catalogue.
#include "loopcheck/reports/support.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "bare_page.hpp"
#include "golden.hpp"
#include "sample.hpp"

namespace loopcheck::reports {
namespace {

using testing::result;
using testing::Verdict;

// Something of everything: a feature that is there, one with a limit, one that came, one that selectors
// differ in.
Support everything() {
  Support support;
  support.suite = "sha256:0";
  for (const char* id : {"a", "b", "c", "d"}) support.rules.emplace(id, testing::rule(id));
  support.rules.at("b").documented = ">=3.13.15,<3.14 || >=3.14.7";
  support.rules.at("b").note = "A note with <b>markup</b> | and `signs`.";

  SupportFeature watching{"add_reader", "loop.add_reader()", "Watching", {"readers", "watch | read"}, {}};
  SupportRow epoll{"linux", "Linux", "selector", {"epoll"}, false, true, {}, {"c", "d"}, {0}};
  epoll.spans = {{SupportAnswer::yes, "3.8–", "3.8", "", {"a"}},
                 {SupportAnswer::not_documented, "3.4–3.7", "3.4", "3.8", {}}};
  SupportRow poll{"linux", "Linux", "selector", {"poll"}, false, false, {}, {}, {1}};
  poll.spans = {{SupportAnswer::partly, "3.4–", "3.4", "", {"b", "c"}}};
  SupportRow windows{"windows", "Windows", "proactor", {}, true, true, {}, {}, {}};
  windows.spans = {{SupportAnswer::no, "3.4–", "3.4", "", {"d"}}};
  watching.rows = {epoll, poll, windows};

  SupportFeature other{"pipes", "pipes as transports", "Pipes", {}, {}};
  SupportRow same{"linux", "Linux", "selector", {"epoll", "poll"}, true, true, {}, {}, {0, 1}};
  same.spans = {{SupportAnswer::yes, "3.4–", "3.4", "", {"b"}}};
  other.rows = {same, windows};
  support.features = {watching, other};
  return support;
}

record::Run evidence() {
  record::Run run = testing::run({result("a", Verdict::pass), result("b", Verdict::fail, "poll"),
                                  result("c", Verdict::pass, "poll"), result("b", Verdict::skipped)});
  auto& environment = run.header.subjects[0].environments[1].environment;
  environment.provenance = "simulated";
  run.summary = record::summarize(run.header, run.results);
  run.complete = false;
  return run;
}

struct Format {
  const char* suffix;
  std::string (*answers)(const Support&);
  std::string (*names)(const Support&);
};

std::string text_of(const Support& support) {
  return render_support_text(support);
}
std::string page_of(const Support& support) {
  return testing::bare_page(render_support_html(support));
}
std::string list_page_of(const Support& support) {
  return testing::bare_page(render_features_html(support));
}

const Format formats[] = {{"txt", text_of, render_features_text},
                          {"support.json", render_support_json, render_features_json},
                          {"md", render_support_markdown, render_features_markdown},
                          {"html", page_of, list_page_of}};

TEST(SupportFormats, AreAsTheGoldenFiles) {
  const record::Run run = evidence();
  Support with_run = everything();
  with_run.run = &run;
  for (const Format& format : formats) {
    for (const auto& [name, text] : {std::pair{"support.", format.answers(everything())},
                                     {"support-of-run.", format.answers(with_run)},
                                     {"features.", format.names(everything())}}) {
      EXPECT_EQ(text, testing::golden(std::string(name) + format.suffix, text));
    }
  }
}

TEST(SupportText, TellsWhatARunVerifiedAndHow) {
  record::Run run = evidence();
  Support support = everything();
  support.run = &run;
  const std::string text = render_support_text(support);
  for (const char* part :
       {"The run is not complete.", "verified (native): cpython 3.11.2 on linux/epoll\n",
        "broken (simulated): cpython 3.11.2 on linux/poll (simulated)\n",
        "not verified (native): cpython 3.11.2 on linux/epoll", "not verified by this run"})
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  run.header.suite.digest = "sha256:1";
  EXPECT_NE(render_support_text(support).find("The run is of other rules"), std::string::npos);
}

TEST(SupportJson, HasTheEvidenceOfEachRule) {
  const record::Run run = evidence();
  Support support = everything();
  support.run = &run;
  const auto json = nlohmann::json::parse(render_support_json(support));
  const auto& broken = json["features"][0]["environments"][1]["evidence"][0];
  EXPECT_EQ(broken["status"], "broken");
  EXPECT_EQ(broken["provenance"], "simulated");
  EXPECT_EQ(broken["rules"], (nlohmann::json{{"b", "broken"}, {"c", "holds"}}));
  const auto without = nlohmann::json::parse(render_support_json(everything()));
  EXPECT_FALSE(without.contains("run"));
  EXPECT_FALSE(without["features"][0]["environments"][0].contains("evidence"));
}

TEST(SupportFormats, AreHarmlessWhateverARunSays) {
  record::Run run = evidence();
  const std::string bad = "<script>alert(1)</script>\x1b[31m\xff\u202E\n|`x`";
  run.header.subjects[0].name = run.header.subjects[0].version = run.header.harness.started = bad;
  for (auto& one : run.results) one.subject = bad;
  run.summary = record::summarize(run.header, run.results);
  Support support = everything();
  support.run = &run;
  for (const Format& format : formats) {
    const std::string text = format.answers(support);
    for (const char* part : {"\x1b", "\xff", "\u202E", "\n|`x`"})
      EXPECT_EQ(text.find(part), std::string::npos) << format.suffix;
    const bool takes_markup = format.suffix == std::string("md") || format.suffix == std::string("html");
    EXPECT_TRUE(!takes_markup || text.find("<script>alert") == std::string::npos) << format.suffix;
  }
}

}  // namespace
}  // namespace loopcheck::reports
