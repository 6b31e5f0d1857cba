#include "readable.hpp"

#include <gtest/gtest.h>

namespace loopcheck::reports {
namespace {

using nlohmann::json;
using Lines = std::vector<std::string>;

std::string line_of(const char* entry) {
  const auto lines = timeline_lines(json::array({json::parse(entry)}));
  return lines.size() == 1 ? lines[0].text : "not one line";
}

TEST(StepLines, ShowParametersAndNestedSteps) {
  const json steps = json::parse(R"([
    {"id":"p","do":"open","what":"pipe"},
    {"id":"watch","do":"add_reader","on":"p.read","args":["a"],
     "callback":{"name":"cb","do":[{"do":"stop"}],"raise":"ValueError"}},
    {"id":"t","do":"in_thread","steps":[{"id":"x","do":"log","event":"e"}],"wait":false}])");
  EXPECT_EQ(step_lines(steps),
            (Lines{"p: open  what pipe",
                   R"(watch: add_reader  args ["a"], callback cb (raise ValueError), on p.read)",
                   "    in cb:", "        stop", "t: in_thread  wait false",
                   "    on that thread:", "        x: log  event e"}));
}

TEST(StepLines, TakeAnything) {
  EXPECT_EQ(step_lines(json::parse(R"([4, {"id":"x"}, null, {"do":7}])")),
            (Lines{"4", R"({"id":"x"})", "null", "7"}));
  EXPECT_EQ(step_lines("text"), Lines{"text"});
  EXPECT_TRUE(step_lines(json::array()).empty());
  const json odd = json::parse(R"([{"do":"call_soon","callback":{"name":"cb","do":"no list"}}])");
  EXPECT_EQ(step_lines(odd), (Lines{"call_soon  callback cb", "    in cb:", "        no list"}));
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

}  // namespace
}  // namespace loopcheck::reports
