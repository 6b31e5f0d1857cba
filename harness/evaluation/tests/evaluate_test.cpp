#include "loopcheck/evaluation/evaluate.hpp"

#include <gtest/gtest.h>

#include "transcripts.hpp"

namespace loopcheck::evaluation {
namespace {

using catalogue::AnyOf;
using catalogue::Assertion;
using catalogue::ByDeadline;
using catalogue::EventCount;
using catalogue::EventOrder;
using catalogue::NoErrors;
using catalogue::Not;
using catalogue::NotBefore;
using catalogue::NotDecreasing;
using catalogue::Raises;
using catalogue::Returns;
using nlohmann::json;

Finding evaluated(Assertion assertion, const protocol::Transcript& transcript,
                  std::string_view platform = "linux") {
  return evaluate(assertion, Evidence{transcript, platform, "abc"});
}

bool holds(Assertion assertion, const protocol::Transcript& transcript, std::string_view platform = "linux") {
  return evaluated(std::move(assertion), transcript, platform).holds;
}

Assertion negated(Assertion assertion) {
  return {Not{std::make_shared<const Assertion>(std::move(assertion))}};
}

Assertion count_of(const char* event, std::uint64_t count) {
  EventCount form;
  form.events = {event};
  form.count = count;
  return {form};
}

Assertion at_least(const char* event, std::uint64_t min) {
  EventCount form;
  form.events = {event};
  form.min = min;
  return {form};
}

Assertion raises(std::vector<std::string> steps, std::vector<std::string> types = {},
                 std::vector<std::string> errnos = {}) {
  return {Raises{std::move(steps), std::move(types), std::move(errnos), std::nullopt}};
}

// ---- no_errors

TEST(NoErrorsForm, HoldsWhereNothingWentWrong) {
  EXPECT_TRUE(holds({NoErrors{}}, {}));
  EXPECT_TRUE(holds({NoErrors{}}, transcript({returned("a")}, {event("cb")})));
}

TEST(NoErrorsForm, FailsOnARaisedStepAndSaysWhich) {
  const Finding finding =
      evaluated({NoErrors{}}, transcript({returned("a"), raised("b", "PermissionError", 1)}));
  EXPECT_FALSE(finding.holds);
  EXPECT_EQ(finding.expected, "no errors");
  EXPECT_EQ(finding.observed, "\"b\" raised PermissionError [EPERM]: it failed");
}

TEST(NoErrorsForm, FailsOnALoopException) {
  EXPECT_FALSE(holds({NoErrors{}}, transcript({}, {event("loop.exception", {{"message", "boom"}})})));
}

TEST(NoErrorsForm, ShowsThreeErrorsAndCountsTheRest) {
  const auto many =
      transcript({raised("a", "E"), raised("b", "E"), raised("c", "E"), raised("d", "E"), raised("e", "E")});
  EXPECT_NE(evaluated({NoErrors{}}, many).observed.find("2 more"), std::string::npos);
}

TEST(NoErrorsForm, CannotBeShownWhereEventsWereDropped) {
  auto flooded = transcript({returned("a")});
  flooded.events_dropped = 5;
  EXPECT_FALSE(holds({NoErrors{}}, flooded));
  EXPECT_FALSE(holds(negated({NoErrors{}}), flooded)) << "nor its opposite";
}

// ---- raises

TEST(RaisesForm, MatchesTypesAndBaseClasses) {
  const auto seen = transcript({raised("watch", "PermissionError", 1), returned("turns")});
  EXPECT_TRUE(holds(raises({"watch"}), seen));
  EXPECT_TRUE(holds(raises({"watch"}, {"PermissionError"}), seen));
  EXPECT_TRUE(holds(raises({"watch"}, {"OSError"}), seen));
  EXPECT_TRUE(holds(raises({"watch"}, {"ValueError", "OSError"}), seen));
  EXPECT_FALSE(holds(raises({"watch"}, {"ValueError"}), seen));
  EXPECT_FALSE(holds(raises({"turns"}), seen));
  EXPECT_TRUE(holds(raises({"turns", "watch"}, {"OSError"}), seen)) << "one of several steps is enough";
}

TEST(RaisesForm, FailsForStepsThatWereNotPerformed) {
  protocol::StepOutcome skipped = returned("watch");
  skipped.outcome = protocol::Outcome::not_run;
  skipped.reason = "nothing to refer to";
  const Finding finding = evaluated(raises({"watch"}), transcript({skipped}));
  EXPECT_FALSE(finding.holds);
  EXPECT_EQ(finding.observed, "\"watch\" was not performed: nothing to refer to");
  EXPECT_EQ(evaluated(raises({"inner"}), {}).observed, "\"inner\" was not performed");
}

TEST(RaisesForm, ComparesErrnoByThePlatform) {
  const auto linux_number = transcript({raised("s", "OSError", 88)});
  EXPECT_TRUE(holds(raises({"s"}, {"OSError"}, {"ENOTSOCK"}), linux_number, "linux"));
  EXPECT_FALSE(holds(raises({"s"}, {"OSError"}, {"ENOTSOCK"}), linux_number, "windows"));
  EXPECT_FALSE(holds(raises({"s"}, {"OSError"}, {"ENOTSOCK"}), linux_number, "amiga"));
  EXPECT_TRUE(holds(raises({"s"}, {}, {"EPERM", "ENOTSOCK"}), linux_number));
  EXPECT_FALSE(holds(raises({"s"}, {}, {"EPERM"}), transcript({raised("s", "OSError")})))
      << "no errno at all";
}

TEST(RaisesForm, LooksIntoTheMessage) {
  const auto seen = transcript({raised("s", "ValueError")});
  EXPECT_TRUE(holds({Raises{{"s"}, {}, {}, "failed"}}, seen));
  EXPECT_FALSE(holds({Raises{{"s"}, {}, {}, "succeeded"}}, seen));
}

TEST(RaisesForm, SpeaksPlainly) {
  EXPECT_EQ(evaluated(raises({"a", "b"}, {"OSError", "ValueError"}, {"EPERM"}), {}).expected,
            "one of \"a\", \"b\" raises OSError or ValueError [EPERM]");
  EXPECT_EQ(evaluated(raises({"a"}), {}).expected, "\"a\" raises an exception");
}

// ---- returns

TEST(ReturnsForm, ComparesTheValue) {
  const auto seen = transcript({returned("a", 5), returned("n", nullptr), raised("r", "E")});
  EXPECT_TRUE(holds({Returns{"a", json(5)}}, seen));
  EXPECT_FALSE(holds({Returns{"a", json(6)}}, seen));
  EXPECT_TRUE(holds({Returns{"a", std::nullopt}}, seen)) << "any value";
  EXPECT_TRUE(holds({Returns{"n", json(nullptr)}}, seen));
  EXPECT_FALSE(holds({Returns{"a", json(nullptr)}}, seen));
  EXPECT_FALSE(holds({Returns{"r", std::nullopt}}, seen));
  EXPECT_FALSE(holds({Returns{"missing", std::nullopt}}, seen));
}

TEST(ReturnsForm, ShowsBothSides) {
  const Finding finding = evaluated({Returns{"a", json(6)}}, transcript({returned("a", {{"size", 5}})}));
  EXPECT_EQ(finding.expected, "\"a\" returns 6");
  EXPECT_EQ(finding.observed, "\"a\" returned {\"size\":5}");
}

TEST(ReturnsForm, CutsLongValuesBetweenCharacters) {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "é";
  const std::string observed = evaluated({Returns{"a", json(6)}}, transcript({returned("a", text)})).observed;
  EXPECT_LT(observed.size(), 250U);
  EXPECT_NO_THROW(json(observed).dump()) << "still UTF-8";
}

// ---- values

TEST(Values, MatchByEqualityAndFieldByField) {
  EXPECT_TRUE(matches_value({{"size", 5}}, {{"size", 5}, {"text", "hello"}}, ""));
  EXPECT_FALSE(matches_value({{"size", 5}, {"text", "x"}}, {{"size", 5}}, ""));
  EXPECT_FALSE(matches_value({{"size", 5}}, 5, ""));
  EXPECT_TRUE(matches_value(1, 1.0, ""));
  EXPECT_FALSE(matches_value(true, 1, ""));
  EXPECT_FALSE(matches_value("1", 1, ""));
  EXPECT_TRUE(matches_value(json::array({1, {{"a", 2}}}), json::array({1, {{"a", 2}, {"b", 3}}}), ""));
  EXPECT_FALSE(matches_value(json::array({1}), json::array({1, 2}), ""));
  EXPECT_TRUE(matches_value(json::object(), {{"a", 1}}, ""));
  EXPECT_FALSE(matches_value(json::object(), nullptr, ""));
}

TEST(Values, CompareWithOperators) {
  EXPECT_TRUE(matches_value({{"$min", 2}, {"$max", 3}}, 2.5, ""));
  EXPECT_FALSE(matches_value({{"$min", 2}, {"$max", 3}}, 4, ""));
  EXPECT_FALSE(matches_value({{"$min", 2}}, "3", ""));
  EXPECT_FALSE(matches_value({{"$max", 2}}, nullptr, "")) << "null is no number";
  EXPECT_TRUE(matches_value({{"$one_of", {1, "x"}}}, "x", ""));
  EXPECT_FALSE(matches_value({{"$one_of", {1, "x"}}}, "y", ""));
  EXPECT_TRUE(matches_value({{"$not", nullptr}}, 0, ""));
  EXPECT_FALSE(matches_value({{"$not", {{"$min", 1}}}}, 2, ""));
  EXPECT_TRUE(matches_value({{"$contains", "ell"}}, "hello", ""));
  EXPECT_FALSE(matches_value({{"$contains", "ell"}}, json::array({"ell"}), ""));
  EXPECT_FALSE(matches_value({{"$unknown", 1}}, 1, ""));
  EXPECT_TRUE(matches_value({{"size", {{"$min", 1}}}}, {{"size", 7}}, ""));
}

TEST(Values, KnowTheNonceOfTheRun) {
  EXPECT_TRUE(matches_value("${nonce}", "k3", "k3"));
  EXPECT_TRUE(matches_value("<${nonce}${nonce}>", "<k3k3>", "k3"));
  EXPECT_FALSE(matches_value("${nonce}", "${nonce}", "k3")) << "an echo of the case is not the nonce";
  EXPECT_TRUE(matches_value({{"$contains", "${nonce}"}}, "a k3 b", "k3"));
}

// ---- events

TEST(EventCountForm, CountsByName) {
  const auto seen = transcript({}, {event("cb"), event("other"), event("cb")});
  EXPECT_TRUE(holds(count_of("cb", 2), seen));
  EXPECT_FALSE(holds(count_of("cb", 1), seen));
  EXPECT_FALSE(holds(count_of("cb", 3), seen));
  EXPECT_TRUE(holds(count_of("none", 0), seen));
  EXPECT_TRUE(holds(at_least("cb", 2), seen));
  EXPECT_FALSE(holds(at_least("cb", 3), seen));
  EventCount any;
  any.events = {"cb", "other"};
  any.max = 3;
  EXPECT_TRUE(holds({any}, seen));
  any.max = 2;
  EXPECT_FALSE(holds({any}, seen));
}

TEST(EventCountForm, FiltersByDataThreadAndStep) {
  const auto seen = transcript(
      {}, {event("cb", {{"args", {"a"}}}, "turns", "main"), event("cb", {{"args", {"b"}}}, "idle", "other")});
  EventCount form;
  form.events = {"cb"};
  form.count = 1;
  EXPECT_FALSE(holds({form}, seen));
  EventCount by_data = form;
  by_data.data = json{{"args", {"a"}}};
  EXPECT_TRUE(holds({by_data}, seen));
  EventCount by_thread = form;
  by_thread.thread = "other";
  EXPECT_TRUE(holds({by_thread}, seen));
  EventCount by_step = form;
  by_step.during = {"idle", "later"};
  EXPECT_TRUE(holds({by_step}, seen));
  by_step.data = json{{"args", {"a"}}};
  EXPECT_FALSE(holds({by_step}, seen));
}

TEST(EventCountForm, SpeaksPlainly) {
  EventCount form;
  form.events = {"cb"};
  form.count = 0;
  form.during = {"idle"};
  const Finding finding =
      evaluated({form}, transcript({}, {event("cb", {}, "idle"), event("cb", {}, "turns")}));
  EXPECT_EQ(finding.expected, "event \"cb\" never during \"idle\"");
  EXPECT_EQ(finding.observed, "event \"cb\" once during \"idle\", 2 times in all");
}

TEST(EventCountForm, IsOpenWhereDroppedEventsCouldDecide) {
  auto flooded = transcript({}, {event("cb"), event("cb")});
  flooded.events_dropped = 10;
  EXPECT_TRUE(holds(at_least("cb", 2), flooded)) << "more can only add";
  EXPECT_FALSE(holds(at_least("cb", 3), flooded));
  EXPECT_FALSE(holds(negated(at_least("cb", 3)), flooded)) << "nor is the opposite shown";
  EXPECT_FALSE(holds(count_of("cb", 2), flooded));
  EXPECT_FALSE(holds(count_of("none", 0), flooded));
  EXPECT_TRUE(holds(negated(count_of("cb", 1)), flooded)) << "two are too many, whatever was dropped";
  EXPECT_NE(evaluated(count_of("cb", 2), flooded).observed.find("10 further events"), std::string::npos);
}

TEST(EventOrderForm, WantsExactlyThisSequence) {
  const auto seen = transcript({}, {event("a"), event("x"), event("b"), event("a")});
  EXPECT_TRUE(holds({EventOrder{{"a", "b", "a"}, false}}, seen)) << "other names do not count";
  EXPECT_FALSE(holds({EventOrder{{"a", "b"}, false}}, seen)) << "there is one more";
  EXPECT_FALSE(holds({EventOrder{{"b", "a"}, false}}, seen));
  EXPECT_FALSE(holds({EventOrder{{"a", "b", "a", "b"}, false}}, seen));
  EXPECT_FALSE(holds({EventOrder{{"c"}, false}}, seen));
}

TEST(EventOrderForm, OrOnlyTheFirstOnes) {
  const auto seen = transcript({}, {event("a"), event("b"), event("a")});
  EXPECT_TRUE(holds({EventOrder{{"a", "b"}, true}}, seen));
  EXPECT_FALSE(holds({EventOrder{{"b", "a"}, true}}, seen));
  EXPECT_FALSE(holds({EventOrder{{"a", "b", "a", "b"}, true}}, seen));
}

TEST(EventOrderForm, IsOpenWhereDroppedEventsCouldDecide) {
  auto flooded = transcript({}, {event("a"), event("b")});
  flooded.events_dropped = 1;
  EXPECT_FALSE(holds({EventOrder{{"a", "b"}, false}}, flooded));
  EXPECT_TRUE(holds({EventOrder{{"a", "b"}, true}}, flooded));
  EXPECT_FALSE(holds(negated({EventOrder{{"a", "b"}, false}}), flooded));
  EXPECT_TRUE(holds(negated({EventOrder{{"b", "a"}, false}}), flooded)) << "it began otherwise";
}

// ---- deadlines

TEST(NotBeforeForm, AllowsOneTickOfTheClock) {
  const json deadline = {{"when", 100.0}, {"resolution", 0.01}};
  const NotBefore form{"timer", "later"};
  const auto fired_at = [&](double time) {
    return transcript({returned("later", deadline)}, {event("timer", {{"loop_time", time}})});
  };
  EXPECT_TRUE(holds({form}, fired_at(100.5)));
  EXPECT_TRUE(holds({form}, fired_at(99.995)));
  EXPECT_FALSE(holds({form}, fired_at(99.9)));
  EXPECT_EQ(evaluated({form}, fired_at(99.9)).observed, "event \"timer\" 0.100000 s before the deadline");
}

TEST(NotBeforeForm, FailsWithoutEvidence) {
  const json deadline = {{"when", 100.0}, {"resolution", 0.01}};
  const NotBefore form{"timer", "later"};
  EXPECT_FALSE(holds({form}, transcript({returned("later", deadline)})));
  EXPECT_FALSE(holds({form}, transcript({returned("later", deadline)}, {event("timer")}))) << "no loop_time";
  EXPECT_FALSE(holds({form}, transcript({returned("later")}, {event("timer", {{"loop_time", 1.0}})})))
      << "no deadline";
  EXPECT_FALSE(holds({form}, transcript({raised("later", "E")}, {event("timer", {{"loop_time", 1.0}})})));
  EXPECT_FALSE(holds({form}, {}));
}

TEST(NotDecreasingForm, ComparesEachNumberWithTheOneBefore) {
  const NotDecreasing form{{"a", "b", "c"}};
  const auto of = [](double a, double b, double c) {
    return transcript({returned("a", a), returned("b", b), returned("c", c)});
  };
  EXPECT_TRUE(holds({form}, of(1, 2, 3)));
  EXPECT_TRUE(holds({form}, of(1, 1, 1)));
  EXPECT_FALSE(holds({form}, of(1, 3, 2)));
  EXPECT_FALSE(holds({form}, of(3, 1, 5)));
  EXPECT_EQ(evaluated({form}, of(1, 3, 2.5)).observed, "\"b\" gave 3, after it \"c\" gave 2.5");
  EXPECT_EQ(evaluated({form}, of(1, 2, 3)).expected, "numbers that never decrease from \"a\", \"b\", \"c\"");
}

TEST(NotDecreasingForm, FailsWithoutNumbers) {
  const NotDecreasing form{{"a", "b"}};
  EXPECT_FALSE(holds({form}, {}));
  EXPECT_FALSE(holds({form}, transcript({returned("a", 1)})));
  EXPECT_FALSE(holds({form}, transcript({returned("a", 1), returned("b", "2")})));
  EXPECT_FALSE(holds({form}, transcript({returned("a", 1), raised("b", "E")})));
}

TEST(ByDeadlineForm, GoesByTheDeadlinesAndNotByTheOrderOfTheSteps) {
  const ByDeadline form{{{"a", "ta"}, {"b", "tb"}}};
  const auto deadline = [](const char* step, double when) {
    return returned(step, {{"when", when}, {"resolution", 0.0}});
  };
  const std::vector<protocol::StepOutcome> b_is_earlier{deadline("ta", 100.0), deadline("tb", 99.0)};
  EXPECT_TRUE(holds({form}, transcript(b_is_earlier, {event("b"), event("other"), event("a")})));
  const auto wrong = transcript(b_is_earlier, {event("a"), event("b")});
  EXPECT_FALSE(holds({form}, wrong));
  EXPECT_EQ(evaluated({form}, wrong).expected, "events in the order of the deadlines of \"ta\", \"tb\"");
  EXPECT_EQ(evaluated({form}, wrong).observed,
            "\"a\" came before \"b\", whose deadline is 1.000000 s earlier");
}

TEST(ByDeadlineForm, LeavesOpenWhatTheClockAndTheStepsCannotTell) {
  const ByDeadline form{{{"a", "ta"}, {"b", "tb"}}};
  const auto seen = [](double resolution, std::chrono::nanoseconds took) {
    auto earlier = returned("tb", {{"when", 99.0}, {"resolution", resolution}});
    earlier.duration = took;
    return transcript({returned("ta", {{"when", 99.01}, {"resolution", resolution}}), earlier},
                      {event("a"), event("b")});
  };
  EXPECT_FALSE(holds({form}, seen(0.0, std::chrono::milliseconds(1))));
  EXPECT_TRUE(holds({form}, seen(0.0156, std::chrono::milliseconds(1)))) << "within one tick";
  EXPECT_TRUE(holds({form}, seen(0.0, std::chrono::milliseconds(20)))) << "the step took longer than that";
}

TEST(ByDeadlineForm, FailsWithoutEvidence) {
  const ByDeadline form{{{"a", "ta"}, {"b", "tb"}}};
  const json value = {{"when", 1.0}, {"resolution", 0.0}};
  EXPECT_FALSE(holds({form}, {}));
  EXPECT_FALSE(holds({form}, transcript({returned("ta", value), returned("tb", value)}, {event("a")})));
  EXPECT_FALSE(holds({form}, transcript({returned("ta", value), returned("tb")}, {event("a"), event("b")})));
  EXPECT_FALSE(
      holds({form}, transcript({returned("ta", value), raised("tb", "E")}, {event("a"), event("b")})));
  auto flooded = transcript({returned("ta", value), returned("tb", value)}, {event("a")});
  flooded.events_dropped = 1;
  EXPECT_FALSE(holds(negated({form}), flooded)) << "the event may be among the dropped ones";
}

// ---- together

TEST(AnyOfForm, NeedsOneListToHoldWhole) {
  const auto seen = transcript({returned("a", 1)}, {event("cb")});
  const Assertion yes{Returns{"a", json(1)}};
  const Assertion no{Returns{"a", json(2)}};
  EXPECT_TRUE(holds({AnyOf{{{no}, {yes, count_of("cb", 1)}}}}, seen));
  EXPECT_FALSE(holds({AnyOf{{{no, yes}, {yes, no}}}}, seen));
  EXPECT_FALSE(holds({AnyOf{}}, seen));
  EXPECT_EQ(evaluated({AnyOf{{{no}, {yes}}}}, seen).expected, "(\"a\" returns 2) or (\"a\" returns 1)");
  EXPECT_EQ(evaluated({AnyOf{{{no}, {yes}}}}, seen).observed, "\"a\" returned 1") << "said once";
}

TEST(NotForm, TurnsAFindingRound) {
  const auto seen = transcript({returned("a", 1)});
  EXPECT_FALSE(holds(negated({Returns{"a", json(1)}}), seen));
  EXPECT_TRUE(holds(negated({Returns{"a", json(2)}}), seen));
  EXPECT_TRUE(holds(negated(negated({Returns{"a", json(1)}})), seen));
  EXPECT_EQ(evaluated(negated({NoErrors{}}), seen).expected, "not (no errors)");
}

}  // namespace
}  // namespace loopcheck::evaluation
