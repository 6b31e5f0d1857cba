// Once a loop has reached its working size, callbacks, timers and readiness do not allocate. A program of its
// own, since it replaces operator new.
#include "allocation_counter.hpp"
#include "loop_fixture.hpp"

namespace asyncio::testing {
namespace {

using Allocations = LoopTest;
FOR_EACH_SELECTOR(Allocations);

// Does `rounds` rounds of everything, each in a turn of its own, then stops.
class Worker {
 public:
  explicit Worker(EventLoop& loop) : loop_(loop) {
    loop_.add_reader(pipe_.read.get(), [this] { ++readable_; });
    pipe_.feed();
  }
  void run(int rounds) {
    left_ = rounds;
    loop_.call_soon([this] { round(); });
    loop_.run_forever();
  }
  [[nodiscard]] int readable() const { return readable_; }

 private:
  void round() {
    if (--left_ == 0) {
      loop_.stop();
      return;
    }
    const std::array<void*, 6> large{this};
    loop_.call_soon([large] { static_cast<void>(large); });
    loop_.call_soon_threadsafe([this] { ++called_; });
    loop_.call_later(Duration(0), [this] { ++called_; });
    TimerHandle cancelled = loop_.call_later(std::chrono::hours(1), [this] { ++called_; });
    cancelled.cancel();
    loop_.call_soon([this] { round(); });
  }

  EventLoop& loop_;
  Pipe pipe_;
  int left_ = 0;
  int called_ = 0;
  int readable_ = 0;
};

TEST_P(Allocations, AreNoneInSteadyState) {
  Worker worker(loop());
  worker.run(1000);
  const std::size_t before = allocations();
  worker.run(1000);
  EXPECT_EQ(before, allocations());
  EXPECT_GT(worker.readable(), 1000);
  EXPECT_GT(before, 0U);
}

}  // namespace
}  // namespace asyncio::testing
