// What works where: the answers that the rules give.
#include "loopcheck/catalogue/support.hpp"

#include <gtest/gtest.h>

#include <fmt/format.h>

#include "suite.hpp"

namespace loopcheck::catalogue {
namespace {

std::string text_of(const SupportRow& row) {
  std::string text = row.kind->platform;
  if (row.kind->platform_version == "10.8") text += "-10.8";
  text += "/" + row.kind->loop;
  if (!row.all_selectors) {
    for (const auto& selector : row.selectors) text += "+" + selector;
  }
  if (row.is_default) text += "*";
  for (auto span = row.spans.rbegin(); span != row.spans.rend(); ++span)
    text += fmt::format("{} {} {}", span == row.spans.rbegin() ? ":" : ",", to_text(span->answer),
                        span_text(span->since, span->until));
  return text;
}

class Support : public ::testing::Test {
 protected:
  std::vector<SupportRow> rows(const std::string& name, const SupportQuery& query = {}) const {
    return support_of(catalogue, features, *features.find(name), query);
  }

  std::vector<std::string> answers(const std::string& name, const SupportQuery& query = {}) const {
    std::vector<std::string> texts;
    for (const auto& row : rows(name, query)) texts.push_back(text_of(row));
    return texts;
  }

  const Catalogue catalogue = *load(real_cases()).catalogue;
  const Features features = *load_features(real_cases(), catalogue).features;
};

using Texts = std::vector<std::string>;

SupportQuery on(const std::string& platform) {
  SupportQuery query;
  query.platforms = {platform};
  return query;
}

TEST_F(Support, SaysWhatThePageSays) {
  EXPECT_EQ(answers("add_reader"), (Texts{"linux/selector*: yes 3.4–", "macos/selector*: yes 3.4–",
                                          "windows/selector: partly 3.4–", "windows/proactor*: no 3.4–"}));
  EXPECT_EQ(answers("subprocess_exec"), (Texts{"linux/selector*: yes 3.4–", "macos/selector*: yes 3.4–",
                                               "windows/selector: no 3.4–", "windows/proactor*: yes 3.4–"}));
  EXPECT_EQ(answers("unix-sockets"), (Texts{"linux/selector*: yes 3.4–", "macos/selector*: yes 3.4–",
                                            "windows/selector: no 3.4–", "windows/proactor*: no 3.4–"}));
  EXPECT_EQ(answers("signals"), answers("unix-sockets"));
}

TEST_F(Support, TellsOfAPlatformThatSomebodyAsksFor) {
  EXPECT_EQ(answers("call_soon", on("emscripten")), Texts{"emscripten/other: yes 3.4–"});
  EXPECT_EQ(answers("run_forever", on("emscripten")), Texts{"emscripten/other: yes 3.4–"});
  EXPECT_EQ(answers("call_soon", on("linux")), Texts{"linux/selector*: yes 3.4–"})
      << "which has other loops on request, too";
}

TEST_F(Support, SaysNoWhereARestrictionTakesTheRulesOut) {
  for (const char* feature :
       {"subprocess_exec", "create_server", "sock_recv", "add_reader", "run_in_executor"}) {
    EXPECT_EQ(answers(feature, on("emscripten")), Texts{"emscripten/other: no 3.4–"}) << feature;
    const auto told = rows(feature, on("emscripten")).front().spans.front().rules;
    ASSERT_EQ(told.size(), 1U) << feature;
    EXPECT_NE(find_restriction(catalogue, told.front()), nullptr) << told.front();
  }
  EXPECT_EQ(find_restriction(catalogue, "call-soon-fifo"), nullptr);
}

TEST_F(Support, SaysSinceWhen) {
  EXPECT_EQ(answers("create_datagram_endpoint").back(), "windows/proactor*: partly 3.8–, no 3.4–3.7");
  EXPECT_EQ(answers("EventLoop").front(), "linux/selector*: yes 3.13–, not documented 3.4–3.12");
  EXPECT_EQ(answers("child-watchers").front(),
            "linux/selector*: no 3.14–, yes 3.7.1–3.13, not documented 3.4–3.7.0");
}

TEST_F(Support, TellsSelectorsAndOldVersionsOfAPlatformApartWhereTheyDiffer) {
  EXPECT_EQ(answers("many-sockets", {{"linux"}, {}, {}, {}}),
            (Texts{"linux/selector+epoll+poll*: yes 3.4–", "linux/selector+select: partly 3.4–"}));
  const auto devices = answers("character-devices", {{"macos"}, {}, {"3.14.7"}, {}});
  EXPECT_EQ(devices,
            (Texts{"macos/selector+kqueue*: yes 3.14.7", "macos/selector+poll+select: yes 3.14.7",
                   "macos-10.8/selector+kqueue*: no 3.14.7", "macos-10.8/selector+poll+select: yes 3.14.7"}));
}

// A limit that the documentation names late was always there.
TEST_F(Support, HasALimitForVersionsBeforeTheSentenceToo) {
  EXPECT_EQ(answers("connect_read_pipe", {{}, {"proactor"}, {"3.9"}, {}}),
            Texts{"windows/proactor*: partly 3.9"});
}

TEST_F(Support, OfOneVersionSaysNothingOfOthers) {
  const SupportQuery before{{"windows"}, {}, {"3.7"}, {}};
  EXPECT_EQ(answers("udp", before), (Texts{"windows/selector*: yes 3.7", "windows/proactor: no 3.7"}));
  const SupportQuery both{{"windows"}, {"proactor"}, {"3.12", "3.7"}, {}};
  EXPECT_EQ(answers("udp", both), Texts{"windows/proactor*: partly 3.12, no 3.7"});
  const SupportQuery within{{"linux"}, {}, {"3.13"}, {}};
  EXPECT_EQ(answers("character-devices", within).front(),
            "linux/selector+epoll*: yes 3.13.15–3.13.x, not documented 3.13–3.13.14");
}

TEST_F(Support, OfLoopsOfOtherKindsIsThereOnRequest) {
  EXPECT_EQ(answers("add_reader", {{"linux"}, {"other"}, {}, {}}), Texts{"linux/other: yes 3.4–"});
  EXPECT_EQ(answers("add_reader", {{"linux"}, {}, {}, {"linux"}}).size(), 2U);
  EXPECT_EQ(answers("add_reader", {{"linux"}, {}, {}, {"windows"}}).size(), 1U);
  EXPECT_TRUE(answers("add_reader", {{"linux"}, {"proactor"}, {}, {}}).empty());
}

TEST_F(Support, NamesTheRulesOfEachAnswer) {
  const auto found = rows("add_reader", {{"windows"}, {}, {}, {}});
  EXPECT_EQ(found[0].spans[0].rules,
            (Texts{"windows-selector-reader-sockets-only", "add-reader-runs-callback"}));
  EXPECT_EQ(found[1].spans[0].rules, Texts{"windows-proactor-no-add-reader"});
  EXPECT_TRUE(std::find(found[0].notes.begin(), found[0].notes.end(), "windows-selector-512") !=
              found[0].notes.end());
}

// Every answer but "not documented" has a rule, whose sentence is about that environment.
TEST_F(Support, HasARuleForEveryAnswer) {
  for (const Feature& feature : features.features) {
    const auto found = support_of(catalogue, features, feature, {});
    ASSERT_FALSE(found.empty()) << feature.id;
    bool answered = false;
    for (const auto& row : found) {
      ASSERT_FALSE(row.spans.empty()) << feature.id;
      EXPECT_FALSE(row.spans.back().until) << feature.id;
      for (const auto& span : row.spans) {
        EXPECT_EQ(span.rules.empty(), span.answer == Answer::not_documented)
            << feature.id << " " << text_of(row);
        answered = answered || span.answer != Answer::not_documented;
      }
    }
    EXPECT_TRUE(answered) << feature.id;
  }
}

TEST_F(Support, KnowsItsOwnEnvironments) {
  protocol::Environment environment;
  environment.platform = "macos";
  environment.platform_version = "10.8.5";
  environment.loop = "selector";
  environment.selector = "kqueue";
  environment.documented = "3.14.7";
  environment.provenance = "simulated";
  const Feature& devices = *features.find("character-devices");
  const auto found = rows("character-devices", {{"macos"}, {}, {}, {}});
  std::vector<std::size_t> mine;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (is_of(found[i], environment, catalogue, devices)) mine.push_back(i);
  }
  ASSERT_EQ(mine.size(), 1U);
  EXPECT_EQ(found[mine[0]].kind->platform_version, "10.8");
  // Where old and new do not differ they share a row.
  EXPECT_TRUE(is_of(rows("sock_recv", {{"macos"}, {}, {}, {}})[0], environment, catalogue,
                    *features.find("sock_recv")));
  environment.loop = "other";
  EXPECT_FALSE(is_of(found[mine[0]], environment, catalogue, devices));
}

}  // namespace
}  // namespace loopcheck::catalogue
