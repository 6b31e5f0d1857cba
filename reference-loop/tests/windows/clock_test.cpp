// The clocks of Windows, and a loop on each.
#include <windows.h>

#include <chrono>
#include <string>

#include "loop_fixture.hpp"

namespace asyncio::testing {
namespace {

using namespace std::chrono_literals;

TEST(WindowsClockTest, DocumentedOneIsTheTickCountWithTheStepOfTheSystemsTimer) {
  const std::unique_ptr<Clock> clock = make_monotonic_clock();
  EXPECT_EQ("GetTickCount64()", clock->implementation());
  // 15.625 ms unless the machine was told otherwise; never finer than the 0.5 ms that the documentation
  // names.
  EXPECT_GE(clock->resolution(), 500us);
  EXPECT_LE(clock->resolution(), 16ms);
  EXPECT_EQ(0, clock->now().count() % std::chrono::nanoseconds(1ms).count());
}

TEST(WindowsClockTest, PerformanceCounterIsFiner) {
  const std::unique_ptr<Clock> clock = make_performance_clock();
  EXPECT_EQ("QueryPerformanceCounter()", clock->implementation());
  EXPECT_GT(clock->resolution(), 0ns);
  EXPECT_LT(clock->resolution(), 500us);
}

TEST(WindowsClockTest, PerformanceCounterIsGivenInSeconds) {
  const std::unique_ptr<Clock> clock = make_performance_clock();
  const auto count = [] {
    LARGE_INTEGER value{};
    ::QueryPerformanceCounter(&value);
    return static_cast<double>(value.QuadPart);
  };
  LARGE_INTEGER frequency{};
  ::QueryPerformanceFrequency(&frequency);
  const double before = count();
  const double now =
      std::chrono::duration<double>(clock->now()).count() * static_cast<double>(frequency.QuadPart);
  const double after = count();
  EXPECT_GE(now, before - 2);  // as exact as a double is
  EXPECT_LE(now, after + 2);
}

TEST(WindowsClockTest, BothMoveAndNeverBack) {
  for (const auto& make : {make_monotonic_clock, make_performance_clock}) {
    const std::unique_ptr<Clock> clock = make();
    const Time start = clock->now();
    Time last = start;
    while (last == start) {
      const Time now = clock->now();
      ASSERT_GE(now, last) << clock->implementation();
      last = now;
    }
  }
}

TEST(WindowsClockTest, TimersOfALoopAreNotEarlyByItsClock) {
  for (const auto& make : {make_monotonic_clock, make_performance_clock}) {
    const std::unique_ptr<EventLoop> loop = new_selector_event_loop(nullptr, make());
    int left = 0;
    for (const Duration delay :
         {0ns, 1ns, Duration(1us), Duration(900us), Duration(1ms), Duration(17ms), Duration(30ms)}) {
      ++left;
      const Time due = loop->time() + delay;
      loop->call_at(due, [&, due] {
        EXPECT_GE(loop->time(), due);
        if (--left == 0) loop->stop();
      });
    }
    loop->run_forever();
    EXPECT_EQ(0, left);
  }
}

// A selector that counts its waits: a timer that is nearer than the clock's next step must not keep the loop
// turning.
class CountingSelector final : public Selector {
 public:
  explicit CountingSelector(int& waits) : waits_(waits) {}
  void register_descriptor(FileDescriptor fd, EventMask events) override {
    selector_->register_descriptor(fd, events);
  }
  void modify(FileDescriptor fd, EventMask events) override { selector_->modify(fd, events); }
  void unregister(FileDescriptor fd) override { selector_->unregister(fd); }
  [[nodiscard]] EventMask registered(FileDescriptor fd) const noexcept override {
    return selector_->registered(fd);
  }
  std::span<const ReadyDescriptor> select(std::optional<Duration> timeout) override {
    ++waits_;
    return selector_->select(timeout);
  }
  void close() noexcept override { selector_->close(); }
  [[nodiscard]] std::string_view class_name() const noexcept override { return selector_->class_name(); }

 private:
  int& waits_;
  std::unique_ptr<Selector> selector_ = make_selector(SelectorKind::select);
};

TEST(WindowsClockTest, WaitsAreNotRoundedToNothing) {
  int waits = 0;
  const std::unique_ptr<EventLoop> loop = new_selector_event_loop(std::make_unique<CountingSelector>(waits));
  loop->call_later(1ns, [&] { loop->stop(); });
  loop->run_forever();
  // A millisecond each, until the clock has made its step: some twenty at most, where spinning would be
  // thousands.
  EXPECT_LE(waits, 100);
}

}  // namespace
}  // namespace asyncio::testing
