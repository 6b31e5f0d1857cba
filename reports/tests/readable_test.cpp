#include "readable.hpp"

#include <gtest/gtest.h>

namespace loopcheck::reports {
namespace {

using nlohmann::json;

std::string line_of(const char* entry) {
  const auto lines = timeline_lines(json::array({json::parse(entry)}));
  return lines.size() == 1 ? lines[0].text : "not one line";
}

TEST(TimelineLines, ShowEachOutcome) {
  EXPECT_EQ(line_of(R"({"step":"s","outcome":"returned","value":null})"), "s returned");
  EXPECT_EQ(line_of(R"({"step":"s","outcome":"returned","value":{"size":2}})"), R"(s returned {"size":2})");
  EXPECT_EQ(
      line_of(
          R"({"step":"s","outcome":"raised","exception":{"type":"OSError","message":"no","errno":1,"winerror":null}})"),
      "s raised OSError: no (errno 1)");
  EXPECT_EQ(line_of(R"({"step":"s","outcome":"unsupported","reason":"cannot"})"), "s is unsupported: cannot");
  EXPECT_EQ(line_of(R"({"step":"s","outcome":"unmet","need":"pty","reason":"none"})"),
            "s is unmet (pty): none");
  EXPECT_EQ(line_of(R"({"step":"s","outcome":"not-run","reason":"nothing"})"), "s was not run: nothing");
}

TEST(TimelineLines, ShowEvents) {
  EXPECT_EQ(
      line_of(R"({"event":"cb","during":"turns","thread":"other","data":{"args":["a"],"loop_time":1.5}})"),
      R"(cb  args ["a"]  during turns  on another thread)");
  EXPECT_EQ(
      line_of(
          R"({"event":"loop.exception","data":{"message":"m","exception":{"type":"KeyError","message":"k"}}})"),
      "loop.exception  exception KeyError: k  message m");
  EXPECT_EQ(line_of(R"({"events_dropped":3})"), "further events, only counted: 3");
}

TEST(TimelineLines, TakeAnything) {
  EXPECT_EQ(line_of("4"), "4");
  EXPECT_EQ(line_of("{}"), "{}");
  EXPECT_EQ(line_of(R"({"step":["x"],"outcome":5,"at_ns":"soon","duration_ns":1.5})"), R"(["x"] is 5)");
  EXPECT_EQ(line_of(R"({"step":"s","outcome":"raised"})"), "s raised something");
  EXPECT_EQ(line_of(R"({"step":"s","outcome":"raised","exception":"text"})"), "s raised text");
  EXPECT_EQ(line_of(R"({"event":"cb","data":7})"), "cb  7");
  EXPECT_TRUE(timeline_lines("text").empty());
}

TEST(TimelineLines, CutLongValues) {
  const json entry = {{"step", "s"}, {"outcome", "returned"}, {"value", std::string(100'000, 'x')}};
  EXPECT_LT(timeline_lines(json::array({entry}))[0].text.size(), 300U);
}

TEST(OwnMessage, IsWhatExpectedAndSeenDoNotSay) {
  record::Result result;
  result.expected = "\"cb\" once";
  result.observed = "event \"cb\" 0 times";
  result.message = "expected \"cb\" once, but event \"cb\" 0 times";
  EXPECT_EQ(own_message(result), "");
  result.message += "; and more";
  EXPECT_EQ(own_message(result), result.message);
  result.message = "there is no pty";
  EXPECT_EQ(own_message(result), "there is no pty");
}

}  // namespace
}  // namespace loopcheck::reports
