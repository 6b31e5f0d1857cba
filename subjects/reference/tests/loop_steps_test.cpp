// Running, callbacks, threads.
#include <algorithm>

#include "reference_subject.hpp"

namespace loopcheck::testing {
namespace {

ON_EVERY_LOOP(LoopSteps);

TEST_P(LoopSteps, ControlsProveThatTheLoopWorks) {
  const Result result = run(step("tcp", "control"), step("callbacks", "control", {{"with", "callbacks"}}));
  EXPECT_EQ(result.value("tcp"), answer_to_nonce);
  EXPECT_EQ(result.value("callbacks"), answer_to_nonce);
  EXPECT_TRUE(result.events().empty());
}

TEST_P(LoopSteps, CallbacksTellArgumentsAndTime) {
  const Result result =
      run(step("a", "call_soon", {{"callback", "cb"}, {"args", {"x", 1, nullptr}}}),
          step("b", "call_soon", {{"callback", "plain"}}), step("turns", "run", {{"turns", 1}}));
  EXPECT_EQ(result.data("cb").at("args"), json({"x", 1, nullptr}));
  EXPECT_TRUE(result.data("cb").at("loop_time").is_number_float());
  EXPECT_FALSE(result.data("plain").contains("args"));
}

TEST_P(LoopSteps, RunMakesThatManyTurns) {
  const json again = callback(
      "turn",
      step("", "call_soon", {{"callback", callback("turn", step("", "call_soon", {{"callback", "turn"}}))}}));
  const Result result = run(step("a", "call_soon", {{"callback", again}}), step("two", "run", {{"turns", 2}}),
                            step("none", "run", {{"turns", 0}}));
  EXPECT_EQ(result.count("turn"), 2U);
}

TEST_P(LoopSteps, AStopEndsARunAndNothingIsLeftOfIt) {
  const Result result =
      run(step("stop", "stop"), step("run", "run", {{"turns", 5}}),
          step("later", "call_soon", {{"callback", "cb"}}), step("again", "run", {{"turns", 3}}));
  EXPECT_EQ(result.value("run"), nullptr);
  EXPECT_EQ(result.count("cb"), 1U);
}

TEST_P(LoopSteps, RunUntilOutlastsOtherStops) {
  const json stopping =
      callback("first", step("", "stop"), step("", "call_later", {{"delay_ms", 1}, {"callback", "second"}}));
  const Result result = run(step("a", "call_soon", {{"callback", stopping}}),
                            step("until", "run_until", {{"event", {"first", "second"}}}),
                            step("at-once", "run_until", {{"event", "first"}}),
                            step("forever", "call_soon", {{"callback", callback("c", step("", "stop"))}}),
                            step("run", "run_forever"));
  EXPECT_EQ(result.events(), (std::vector<std::string>{"first", "second", "c"}));
}

TEST_P(LoopSteps, TimersAndHandles) {
  const Result result = run(
      step("later", "call_later", {{"delay_ms", 2}, {"callback", "later"}}),
      step("at", "call_at", {{"after_ms", 1.5}, {"callback", "at"}}),
      step("never", "call_later", {{"delay_ms", 1}, {"callback", "never"}}),
      step("cancel", "cancel", {{"on", "never"}}), step("is", "cancelled", {{"on", "never"}}),
      step("is-not", "cancelled", {{"on", "at"}}), step("until", "run_until", {{"event", {"later", "at"}}}),
      step("time", "time"), step("no-handle", "cancel", {{"on", "time"}}));
  // Each deadline counts from its own step, so on a slow machine either may be the first.
  auto events = result.events();
  std::sort(events.begin(), events.end());
  EXPECT_EQ(events, (std::vector<std::string>{"at", "later"}));
  EXPECT_TRUE(result.value("later").at("when").is_number_float());
  EXPECT_GT(result.value("later").at("resolution").get<double>(), 0);
  EXPECT_EQ(result.value("is"), true);
  EXPECT_EQ(result.value("is-not"), false);
  EXPECT_GE(result.value("time").get<double>(), result.value("later").at("when").get<double>());
  EXPECT_EQ(result.outcome("no-handle"), protocol::Outcome::not_run);
}

TEST_P(LoopSteps, StatesOfTheLoop) {
  const json asking = callback("c", step("inside", "is_running"), step("nested", "run_forever"));
  const Result result = run(step("outside", "is_running"), step("ask", "call_soon", {{"callback", asking}}),
                            step("run", "run", {{"turns", 1}}), step("open", "is_closed"),
                            step("close", "close"), step("close-again", "close"), step("closed", "is_closed"),
                            step("late", "call_soon", {{"callback", "x"}}), step("control", "control"));
  EXPECT_EQ(result.value("outside"), false);
  EXPECT_EQ(result.value("inside"), true);
  EXPECT_EQ(result.raised("nested"), "RuntimeError");
  EXPECT_EQ(result.value("open"), false);
  EXPECT_EQ(result.value("close-again"), nullptr);
  EXPECT_EQ(result.value("closed"), true);
  EXPECT_EQ(result.raised("late"), "RuntimeError");
  EXPECT_EQ(result.raised("control"), "RuntimeError");
}

TEST_P(LoopSteps, ExceptionsOfCallbacksReachTheHandler) {
  const json raising = {{"name", "c"}, {"raise", "ZeroDivisionError"}};
  const Result result = run(
      step("a", "call_soon", {{"callback", raising}}), step("turn", "run", {{"turns", 1}}),
      step("set", "set_exception_handler", {{"callback", "mine"}}),
      step("b", "call_soon", {{"callback", {{"name", "c"}, {"raise", "ValueError"}}}}),
      step("turn2", "run", {{"turns", 1}}), step("call", "call_exception_handler", {{"message", "hello"}}),
      step("default", "set_exception_handler", {{"callback", nullptr}}),
      step("call-default", "call_exception_handler", {{"message", "to stderr"}}));
  EXPECT_EQ(result.data("loop.exception").at("exception").at("type"), "ZeroDivisionError");
  EXPECT_EQ(result.data("mine").at("exception").at("type"), "ValueError");
  EXPECT_EQ(result.count("mine"), 2U);
  EXPECT_EQ(result.transcript().events.back().data.at("message"), "hello");
  EXPECT_EQ(result.transcript().events.back().data.at("exception"), nullptr);
}

TEST_P(LoopSteps, BackgroundStepsAreAwaitedOrCancelled) {
  const Result result = run(
      step("p", "open", {{"what", "socketpair"}}),
      step("bg", "sock_recv", {{"on", "p.a"}, {"background", true}}),
      step("write", "write", {{"on", "p.b"}, {"data", "hi"}}), step("await", "await", {{"on", "bg"}}),
      step("again", "run_until_complete", {{"on", "bg"}}),
      step("bg2", "sock_recv", {{"on", "p.a"}, {"background", true}}),
      step("cancel", "cancel_task", {{"on", "bg2"}}), step("cancelled", "await", {{"on", "bg2"}}),
      step("left", "sock_recv", {{"on", "p.b"}, {"background", true}}),
      step("bad", "create_connection",
           {{"sock", "p.a"}, {"host", "127.0.0.1"}, {"port", 1}, {"protocol", "x"}, {"background", true}}),
      step("bad-await", "await", {{"on", "bad"}}));
  EXPECT_EQ(result.value("bg"), nullptr);
  EXPECT_EQ(result.value("await").at("text"), "hi");
  EXPECT_EQ(result.value("again").at("text"), "hi");
  EXPECT_EQ(result.raised("cancelled"), "CancelledError");
  EXPECT_EQ(result.value("bad"), nullptr);
  EXPECT_EQ(result.raised("bad-await"), "ValueError");
}

TEST_P(LoopSteps, ExecutorRunsElsewhere) {
  const Result result =
      run(step("run", "run_in_executor", {{"callback", "work"}}),
          step("fail", "run_in_executor", {{"callback", {{"name", "bad"}, {"raise", "KeyError"}}}}));
  EXPECT_EQ(result.value("run"), "done");
  EXPECT_EQ(result.transcript().events.front().thread, "other");
  EXPECT_EQ(result.raised("fail"), "KeyError");
}

TEST_P(LoopSteps, ThreadsShareTheLoopOrHaveTheirOwn) {
  const json wake = steps(step("wake", "await_event", {{"event", "go"}}),
                          step("safe", "call_soon_threadsafe", {{"callback", "woken"}}));
  const json own = steps(step("own-control", "control"), step("", "log", {{"event", "own"}}));
  const Result result = run(
      step("thread", "in_thread", {{"steps", wake}, {"wait", false}}),
      step("go", "call_soon", {{"callback", "go"}}), step("until", "run_until", {{"event", "woken"}}),
      step("join", "join", {{"on", "thread"}}), step("own", "in_thread", {{"steps", own}, {"loop", "new"}}),
      step("main", "await_event", {{"event", "go"}}), step("alive", "control"));
  EXPECT_EQ(result.value("wake"), nullptr);
  EXPECT_EQ(result.value("own-control"), answer_to_nonce);
  EXPECT_EQ(result.outcome("main"), protocol::Outcome::unsupported);
  EXPECT_EQ(result.value("alive"), answer_to_nonce);
  EXPECT_EQ(result.transcript().events.back().thread, "other");
}

TEST_P(LoopSteps, ThreadsThatWaitForNothingAreEnded) {
  const json forever = steps(step("never", "await_event", {{"event", "never"}}));
  const json own = steps(step("own-never", "run_until", {{"event", "never"}}));
  const Result result = run(step("t", "in_thread", {{"steps", forever}, {"wait", false}}),
                            step("u", "in_thread", {{"steps", own}, {"wait", false}, {"loop", "new"}}));
  EXPECT_EQ(result.outcome("never"), protocol::Outcome::not_run);
}

TEST_P(LoopSteps, DebugModeIsSet) {
  const Result result =
      run(step("on", "set_debug", {{"enabled", true}}), step("off", "set_debug", {{"enabled", false}}));
  EXPECT_EQ(result.value("on"), nullptr);
}

}  // namespace
}  // namespace loopcheck::testing
