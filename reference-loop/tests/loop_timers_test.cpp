// Timers, over every selector.
#include <algorithm>
#include <random>

#include "loop_fixture.hpp"

namespace asyncio::testing {
namespace {

using namespace std::chrono_literals;

class LoopTimers : public LoopTest {
 protected:
  explicit LoopTimers(Duration resolution = 1ns) {
    auto clock = std::make_unique<ManualClock>(resolution);
    clock_ = clock.get();
    loop_ = GetParam().make(std::move(clock));
  }
  ManualClock& clock() { return *clock_; }

 private:
  ManualClock* clock_ = nullptr;
};
FOR_EACH_LOOP(LoopTimers);

TEST_P(LoopTimers, FireInTheOrderOfTheirDeadlines) {
  std::string order;
  loop().call_later(30ms, [&] { order += "c"; });
  loop().call_later(10ms, [&] { order += "a"; });
  loop().call_later(20ms, [&] { order += "b"; });
  clock().advance(1s);
  run_turns(loop(), 2);
  EXPECT_EQ("abc", order);
}

TEST_P(LoopTimers, OfOneDeadlineFireInTheOrderInWhichTheyWereArmed) {
  std::vector<int> order;
  for (int i = 0; i < 200; ++i) {
    loop().call_at(5ms, [&order, i] { order.push_back(i); });
  }
  clock().advance(5ms);
  run_turns(loop(), 2);
  EXPECT_EQ(200U, order.size());
  EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
}

TEST_P(LoopTimers, InRandomOrderAndWithCancellationsFireSorted) {
  std::mt19937 random(7);
  std::vector<Time> fired;
  std::vector<TimerHandle> handles;
  for (int i = 0; i < 2000; ++i) {
    const Time when(static_cast<Time::rep>(random() % 500));
    handles.push_back(loop().call_at(when, [&fired, when] { fired.push_back(when); }));
  }
  std::size_t cancelled = 0;
  for (TimerHandle& handle : handles) {
    if (random() % 4 != 0) {
      handle.cancel();
      ++cancelled;
    }
  }
  clock().advance(250ns);
  run_turns(loop(), 1);
  EXPECT_LT(fired.size(), handles.size() - cancelled);
  clock().advance(250ns);
  run_turns(loop(), 2);
  EXPECT_EQ(handles.size() - cancelled, fired.size());
  EXPECT_TRUE(std::is_sorted(fired.begin(), fired.end()));
}

TEST_P(LoopTimers, AreNotCalledBeforeTheirDeadline) {
  bool called = false;
  const TimerHandle handle = loop().call_later(10ms, [&] { called = true; });
  EXPECT_EQ(10ms, handle.when());
  clock().advance(10ms - 1ns);
  run_turns(loop(), 5);
  EXPECT_FALSE(called);
  clock().advance(1ns);
  run_turns(loop(), 2);
  EXPECT_TRUE(called);
}

TEST_P(LoopTimers, ZeroDelayDoesNotOvertakeWhatIsReady) {
  std::string order;
  loop().call_later(0ns, [&] { order += "timer "; });
  loop().call_soon([&] { order += "soon "; });
  run_turns(loop(), 3);
  EXPECT_EQ("soon timer ", order);
}

TEST_P(LoopTimers, NegativeAndPastDeadlinesFireAtOnce) {
  std::string order;
  clock().advance(1h);
  loop().call_later(-5s, [&] { order += "b"; });
  loop().call_at(1s, [&] { order += "a"; });
  loop().call_at(Time::min(), [&] { order += "0"; });
  run_turns(loop(), 2);
  EXPECT_EQ("0ab", order);
}

TEST_P(LoopTimers, EndlessDelayNeverFires) {
  clock().advance(1h);
  bool called = false;
  const TimerHandle handle = loop().call_later(Duration::max(), [&] { called = true; });
  EXPECT_EQ(Time::max(), handle.when());
  clock().advance(24h * 365);
  run_turns(loop(), 3);
  EXPECT_FALSE(called);
}

TEST_P(LoopTimers, DoNotFireOnceCancelled) {
  bool called = false;
  TimerHandle handle = loop().call_later(1ms, [&] { called = true; });
  handle.cancel();
  EXPECT_TRUE(handle.cancelled());
  clock().advance(1s);
  run_turns(loop(), 2);
  EXPECT_FALSE(called);
}

TEST_P(LoopTimers, CanBeCancelledAfterTheyAreDueAndBeforeTheyAreCalled) {
  bool called = false;
  TimerHandle second;
  loop().call_at(1ms, [&] { second.cancel(); });
  second = loop().call_at(1ms, [&] { called = true; });
  clock().advance(1ms);
  run_turns(loop(), 3);
  EXPECT_FALSE(called);
}

TEST_P(LoopTimers, ThatAreCancelledByTheThousandAreLetGoOf) {
  auto held = std::make_shared<int>(0);
  for (int round = 0; round < 10; ++round) {
    std::vector<TimerHandle> handles;
    for (int i = 0; i < 1000; ++i) {
      handles.push_back(loop().call_later(1h, [held] {}));
    }
    for (TimerHandle& handle : handles) {
      handle.cancel();
    }
    run_turns(loop(), 1);
  }
  EXPECT_EQ(1, held.use_count());
  bool called = false;
  loop().call_later(1ms, [&] { called = true; });
  clock().advance(1ms);
  run_turns(loop(), 2);
  EXPECT_TRUE(called);
}

TEST_P(LoopTimers, OneThatRearmsItselfStarvesNothing) {
  if (GetParam().is_proactor()) GTEST_SKIP() << "a proactor loop watches nothing";
  const Pipe pipe;
  pipe.feed();
  bool read = false;
  std::function<void()> rearm = [&] { loop().call_later(0ns, [&] { rearm(); }); };
  rearm();
  loop().add_reader(pipe.read.get(), [&] {
    read = true;
    loop().stop();
  });
  loop().run_forever();
  EXPECT_TRUE(read);
}

// A clock with coarse steps, as Windows has: a deadline between two steps is due with the second.
class LoopCoarseTimers : public LoopTimers {
 protected:
  LoopCoarseTimers() : LoopTimers(10ms) {}
};
FOR_EACH_LOOP(LoopCoarseTimers);

TEST_P(LoopCoarseTimers, AreNeverEarlyByTheirClock) {
  std::string order;
  loop().call_at(9ms, [&] { order += "a"; });
  loop().call_at(10ms, [&] { order += "b"; });
  loop().call_at(11ms, [&] { order += "c"; });
  run_turns(loop(), 3);
  EXPECT_EQ("", order);
  clock().advance(10ms);
  run_turns(loop(), 3);
  EXPECT_EQ("ab", order);
}

using LoopRealTimers = LoopTest;
FOR_EACH_LOOP(LoopRealTimers);

TEST_P(LoopRealTimers, AreWaitedForAndNeverEarly) {
  int early = 0;
  int fired = 0;
  for (int i = 1; i <= 20; ++i) {
    const Time when = loop().time() + i * 137us;
    loop().call_at(when, [&, when] {
      early += loop().time() < when ? 1 : 0;
      if (++fired == 20) {
        loop().stop();
      }
    });
  }
  loop().run_forever();
  EXPECT_EQ(0, early);
}

TEST_P(LoopRealTimers, TimeIsThatOfTheMonotonicClock) {
  const Time before = loop().time();
  EXPECT_LE(before, loop().time());
  EXPECT_EQ(make_monotonic_clock()->implementation(), loop().clock().implementation());
  EXPECT_GT(loop().clock().resolution(), 0ns);
}

}  // namespace
}  // namespace asyncio::testing
