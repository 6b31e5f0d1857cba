// The page of the rules.
#include "loopcheck/reports/rules.hpp"

#include <gtest/gtest.h>

#include "golden.hpp"
#include "sample.hpp"

namespace loopcheck::reports {
namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

protocol::Environment offered(const std::string& platform, const std::string& loop,
                              const std::string& documented, const std::string& provenance) {
  protocol::Environment environment;
  environment.platform = platform;
  environment.loop = loop;
  environment.documented = documented;
  environment.provenance = provenance;
  return environment;
}

// Two pages, one of which has a section that comes twice; rules that are executed everywhere and nowhere.
RulesPage everything() {
  RulesPage page;
  page.cases = 4;
  page.defects_known = true;
  page.entries.resize(4);
  page.entries[0].rule = testing::rule("leaning", 2, "asyncio-eventloop", "Pipes & more");
  page.entries[1].rule = testing::rule("other", 2, "asyncio-eventloop", "Sockets");
  page.entries[2].rule = testing::rule("leaning-again", 2, "asyncio-eventloop", "Pipes & more");
  page.entries[3].rule = testing::rule("main");
  for (auto& entry : page.entries) entry.applies = "every platform and loop";
  page.entries[0].rule.statement = "A <b>statement</b> with | and `signs`.";
  page.entries[0].rule.note = "A note with *stars*.";
  page.entries[0].cases = {{"one", "Title <of> one", "asyncio-eventloop/pipes.json", 3},
                           {"two", "Title of two", "asyncio-eventloop/pipes.json", 1}};
  page.entries[0].defects = {"wrong", "worse"};
  auto linux_epoll = testing::environment("epoll");
  linux_epoll.platform_version.clear();
  linux_epoll.documented = "3.15";
  auto linux_poll = linux_epoll;
  linux_poll.selector = "poll";
  page.entries[0].executed = {linux_epoll, linux_poll, offered("windows", "proactor", "3.7", "wine"),
                              offered("windows", "proactor", "3.13", "wine")};
  page.entries[3].rule.implied_by = {"leaning", "other"};
  page.entries[3].executed = {offered("macos", "other", "3.15", "simulated")};
  return page;
}

TEST(RulesPage, IsAsTheGoldenFile) {
  const auto text = render_rules_markdown(everything());
  EXPECT_EQ(text, testing::golden("rules.md", text));
}

TEST(RulesPage, BeginsWithThePageThatTheOthersAreThereFor) {
  const auto text = render_rules_markdown(everything());
  EXPECT_LT(text.find("</a>asyncio-platforms\n"), text.find("</a>asyncio-eventloop\n"));
}

TEST(RulesPage, HasEachSectionOnce) {
  const auto text = render_rules_markdown(everything());
  const std::string heading = "<a id=\"asyncio-eventloop-pipes---more\">";
  ASSERT_TRUE(contains(text, heading)) << text;
  EXPECT_EQ(text.find(heading), text.rfind(heading));
}

TEST(RulesPage, TellsOfALoopWithSeveralDocumentationsTheLatest) {
  const auto text = render_rules_markdown(everything());
  EXPECT_TRUE(contains(text, "Windows under Wine, by the documentation of 3.13")) << text;
  EXPECT_FALSE(contains(text, "documentation of 3.7")) << text;
}

TEST(RulesPage, SaysWhatIsExecutedNowhereAndHasNoDefect) {
  const auto text = render_rules_markdown(everything());
  EXPECT_TRUE(contains(text, "- Executed: nowhere\n"));
  EXPECT_TRUE(contains(text, "- Defects: none\n"));
}

TEST(RulesPage, IsSilentAboutDefectsIfNobodyLooked) {
  auto page = everything();
  page.defects_known = false;
  EXPECT_FALSE(contains(render_rules_markdown(page), "Defects"));
}

TEST(RulesPage, OfNoRuleIsAPageAllTheSame) {
  EXPECT_TRUE(contains(render_rules_markdown({}), "0 rules"));
}

}  // namespace
}  // namespace loopcheck::reports
