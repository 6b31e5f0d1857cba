// Callbacks, turns, stopping and closing, over every selector.
#include <string>
#include <thread>

#include "loop_fixture.hpp"

namespace asyncio::testing {
namespace {

using LoopCallbacks = LoopTest;
FOR_EACH_LOOP(LoopCallbacks);

TEST_P(LoopCallbacks, RunInTheOrderInWhichTheyWereScheduledAndOnce) {
  std::string order;
  for (const char name : {'a', 'b', 'c', 'd'}) {
    loop().call_soon([&order, name] { order += name; });
  }
  run_turns(loop(), 3);
  EXPECT_EQ("abcd", order);
}

TEST_P(LoopCallbacks, KeepOrderWhenTheQueueGrowsAndWrapsRound) {
  std::vector<int> seen;
  int next = 0;
  const auto schedule = [&](int count) {
    for (int i = 0; i < count; ++i) {
      loop().call_soon([&seen, number = next++] { seen.push_back(number); });
    }
  };
  schedule(50);
  loop().call_soon([&] { schedule(1000); });
  run_turns(loop(), 3);
  ASSERT_EQ(1050U, seen.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    ASSERT_EQ(static_cast<int>(i), seen[i]);
  }
}

TEST_P(LoopCallbacks, ScheduledDuringATurnRunInTheNext) {
  std::string order;
  loop().call_soon([&] {
    order += "a";
    loop().call_soon([&] { order += "c"; });
    loop().stop();
  });
  loop().call_soon([&] { order += "b"; });
  loop().run_forever();
  EXPECT_EQ("ab", order);
  run_turns(loop(), 1);
  EXPECT_EQ("abc", order);
}

TEST_P(LoopCallbacks, AreNotCalledOnceCancelled) {
  bool called = false;
  Handle handle = loop().call_soon([&] { called = true; });
  EXPECT_FALSE(handle.cancelled());
  handle.cancel();
  handle.cancel();
  EXPECT_TRUE(handle.cancelled());
  run_turns(loop(), 2);
  EXPECT_FALSE(called);
}

TEST_P(LoopCallbacks, CanBeCancelledByAnEarlierOneOfTheSameTurn) {
  bool called = false;
  Handle second;
  loop().call_soon([&] { second.cancel(); });
  second = loop().call_soon([&] { called = true; });
  run_turns(loop(), 2);
  EXPECT_FALSE(called);
}

TEST_P(LoopCallbacks, ReleaseWhatTheyHoldWhenCancelledOrCalled) {
  auto held = std::make_shared<int>(1);
  Handle cancelled = loop().call_soon([held] {});
  Handle called = loop().call_soon([held] {});
  EXPECT_EQ(3, held.use_count());
  cancelled.cancel();
  EXPECT_EQ(2, held.use_count());
  run_turns(loop(), 1);
  EXPECT_EQ(1, held.use_count());
}

TEST_P(LoopCallbacks, MayCancelThemselves) {
  Handle handle;
  std::string seen;
  handle = loop().call_soon([&handle, &seen, text = std::string(100, 'x')] {
    handle.cancel();
    seen = text;
  });
  run_turns(loop(), 1);
  EXPECT_EQ(std::string(100, 'x'), seen);
}

TEST_P(LoopCallbacks, HandleHeldOnlyByItsOwnCallbackCanBeCancelled) {
  struct Holder {
    Handle handle;
  };
  auto holder = std::make_shared<Holder>();
  Holder* raw = holder.get();
  raw->handle = loop().call_soon([holder] {});
  holder.reset();
  raw->handle.cancel();
  run_turns(loop(), 1);
}

TEST_P(LoopCallbacks, HandleMayOutliveItsLoop) {
  Handle handle = loop().call_soon([] {});
  Handle threadsafe = loop().call_soon_threadsafe([] {});
  TimerHandle timer = loop().call_later(std::chrono::hours(1), [] {});
  loop_.reset();
  handle.cancel();
  threadsafe.cancel();
  timer.cancel();
  EXPECT_TRUE(timer.cancelled());
}

TEST_P(LoopCallbacks, EmptyCallableIsRefused) {
  EXPECT_EQ("TypeError", thrown_by([&] { loop().call_soon(Callback()); }));
  EXPECT_EQ("TypeError", thrown_by([&] { loop().call_soon_threadsafe(Callback()); }));
  EXPECT_EQ("TypeError", thrown_by([&] { loop().call_later(Duration(1), Callback()); }));
}

TEST_P(LoopCallbacks, StopBeforeRunForeverGivesOneTurn) {
  std::string order;
  loop().call_soon([&] {
    order += "a";
    loop().call_soon([&] { order += "b"; });
  });
  loop().stop();
  loop().run_forever();
  EXPECT_EQ("a", order);
  EXPECT_FALSE(loop().is_running());
  loop().stop();
  loop().run_forever();
  EXPECT_EQ("ab", order);
}

TEST_P(LoopCallbacks, StopBeforeRunForeverDoesNotWait) {
  loop().call_later(std::chrono::hours(1), [] { FAIL() << "far too early"; });
  loop().stop();
  loop().run_forever();
}

TEST_P(LoopCallbacks, RunningIsTrueOnlyInside) {
  EXPECT_FALSE(loop().is_running());
  bool inside = false;
  loop().call_soon([&] { inside = loop().is_running(); });
  run_turns(loop(), 1);
  EXPECT_TRUE(inside);
  EXPECT_FALSE(loop().is_running());
}

TEST_P(LoopCallbacks, NestedRunsAreRefused) {
  const std::unique_ptr<EventLoop> other = make_loop();
  std::string message;
  std::string other_message;
  Future<void> pending(loop());
  std::string complete;
  loop().call_soon([&] {
    EXPECT_EQ("RuntimeError", thrown_by([&] { loop().run_forever(); }, &message));
    EXPECT_EQ("RuntimeError", thrown_by([&] { loop().run_until_complete(pending); }, &complete));
    EXPECT_EQ("RuntimeError", thrown_by([&] { other->run_forever(); }, &other_message));
  });
  run_turns(loop(), 2);
  EXPECT_EQ("This event loop is already running", message);
  EXPECT_EQ("This event loop is already running", complete);
  EXPECT_EQ("Cannot run the event loop while another loop is running", other_message);
}

TEST_P(LoopCallbacks, ExceptionGoesToTheHandlerAndDoesNotStopTheLoop) {
  std::vector<std::string> told;
  loop().set_exception_handler([&](EventLoop& of, const ExceptionContext& context) {
    EXPECT_EQ(&loop(), &of);
    told.push_back(context.message + ": " + thrown_by([&] { std::rethrow_exception(context.exception); }));
  });
  bool later = false;
  loop().call_soon([] { throw ValueError("no"); });
  loop().call_soon([&] { later = true; });
  run_turns(loop(), 2);
  EXPECT_EQ(std::vector<std::string>{"Exception in callback: ValueError"}, told);
  EXPECT_TRUE(later);
}

TEST_P(LoopCallbacks, DefaultHandlerWritesToStandardError) {
  ::testing::internal::CaptureStderr();
  loop().call_soon([] { throw ValueError("bad value"); });
  loop().call_soon([] { throw 1; });
  run_turns(loop(), 1);
  loop().call_exception_handler({"just a message", nullptr});
  EXPECT_EQ(
      "Exception in callback\nValueError: bad value\n"
      "Exception in callback\nan exception of unknown type\n"
      "just a message\n",
      ::testing::internal::GetCapturedStderr());
}

TEST_P(LoopCallbacks, HandlerThatThrowsIsReportedByTheDefaultOne) {
  loop().set_exception_handler([](EventLoop&, const ExceptionContext&) { throw RuntimeError("worse"); });
  ::testing::internal::CaptureStderr();
  loop().call_soon([] { throw ValueError("bad"); });
  run_turns(loop(), 1);
  EXPECT_EQ("Unhandled error in exception handler\nRuntimeError: worse\n",
            ::testing::internal::GetCapturedStderr());
  loop().set_exception_handler(nullptr);
  ::testing::internal::CaptureStderr();
  loop().call_exception_handler({"plain", nullptr});
  EXPECT_EQ("plain\n", ::testing::internal::GetCapturedStderr());
}

TEST_P(LoopCallbacks, CloseIsIdempotentAndFinal) {
  EXPECT_FALSE(loop().is_closed());
  loop().close();
  loop().close();
  EXPECT_TRUE(loop().is_closed());
  std::string message;
  EXPECT_EQ("RuntimeError", thrown_by([&] { loop().call_soon([] {}); }, &message));
  EXPECT_EQ("Event loop is closed", message);
  const Pipe pipe;
  EXPECT_EQ("RuntimeError", thrown_by([&] { loop().call_soon_threadsafe([] {}); }));
  EXPECT_EQ("RuntimeError", thrown_by([&] { loop().call_later(Duration(1), [] {}); }));
  EXPECT_EQ("RuntimeError", thrown_by([&] { loop().run_forever(); }));
  EXPECT_EQ("RuntimeError", thrown_by([&] { loop().run_in_executor([] {}); }));
  if (GetParam().is_proactor()) return;
  EXPECT_EQ("RuntimeError", thrown_by([&] { loop().add_reader(pipe.read.get(), [] {}); }));
  EXPECT_FALSE(loop().remove_reader(pipe.read.get()));
}

TEST_P(LoopCallbacks, CloseIsRefusedWhileRunning) {
  std::string message;
  loop().call_soon([&] { EXPECT_EQ("RuntimeError", thrown_by([&] { loop().close(); }, &message)); });
  run_turns(loop(), 2);
  EXPECT_EQ("Cannot close a running event loop", message);
  EXPECT_FALSE(loop().is_closed());
  run_turns(loop(), 1);  // and it still works
}

TEST_P(LoopCallbacks, CloseReleasesWhatIsScheduled) {
  auto held = std::make_shared<int>(1);
  loop().call_soon([held] {});
  loop().call_soon_threadsafe([held] {});
  loop().call_later(std::chrono::hours(1), [held] {});
  const Pipe pipe;
  if (!GetParam().is_proactor()) loop().add_reader(pipe.read.get(), [held] {});
  loop().close();
  EXPECT_EQ(1, held.use_count());
}

TEST_P(LoopCallbacks, DestructorsMayUseTheLoopWhileItIsClosed) {
  struct Meddler {
    EventLoop& loop;
    int fd;
    ~Meddler() {
      if (!loop.selector_class_name().empty()) {
        EXPECT_FALSE(loop.remove_reader(fd));
      }
      EXPECT_EQ("RuntimeError", thrown_by([this] { loop.call_soon([] {}); }));
    }
  };
  const Pipe pipe;
  const auto meddler = [&] { return std::make_shared<Meddler>(loop(), pipe.read.get()); };
  loop().call_soon([held = meddler()] {});
  loop().call_later(std::chrono::hours(1), [held = meddler()] {});
  if (!GetParam().is_proactor()) loop().add_reader(pipe.read.get(), [held = meddler()] {});
  loop().close();
}

TEST_P(LoopCallbacks, DebugModeRefusesCallsFromOtherThreads) {
  loop().set_debug(true);
  EXPECT_TRUE(loop().get_debug());
  std::string thrown;
  loop().call_soon(
      [&] { std::thread([&] { thrown = thrown_by([&] { loop().call_soon([] {}); }); }).join(); });
  run_turns(loop(), 1);
  EXPECT_EQ("RuntimeError", thrown);
}

TEST_P(LoopCallbacks, TellsWhatItIs) {
  if (GetParam().is_proactor()) {
    EXPECT_EQ("ProactorEventLoop", loop().class_name());
    EXPECT_EQ("", loop().selector_class_name());
  } else {
    EXPECT_EQ(make_selector(*GetParam().selector)->class_name(), loop().selector_class_name());
  }
}

}  // namespace
}  // namespace asyncio::testing
