// Once a loop has reached its working size, callbacks, timers, readiness and completions do not allocate. A
// program of its own, since it replaces operator new.
#include "allocation_counter.hpp"
#include "loop_fixture.hpp"
#include "proactor/proactor_event_loop.hpp"
#include "socket/socket.hpp"

namespace asyncio::testing {
namespace {

using Allocations = LoopTest;
FOR_EACH_LOOP(Allocations);

// Counts the turns in which a descriptor is readable.
class Readiness {
 public:
  explicit Readiness(EventLoop& loop) {
    pipe_.feed();
    loop.add_reader(pipe_.read.get(), [this] { ++count_; });
  }
  [[nodiscard]] int count() const { return count_; }

 private:
  Pipe pipe_;
  int count_ = 0;
};

// Receives byte after byte, and counts them.
class Completions {
 public:
  explicit Completions(EventLoop& loop)
      : loop_(dynamic_cast<ProactorEventLoop&>(loop)),
        operation_(loop_.make_operation([this] { received(); })) {
    operation_->kind = proactor_events::OperationKind::receive;
    operation_->handle = sockets_.ours.get();
    operation_->buffer.resize(1);
    loop_.proactor().associate(operation_->handle);
    receive();
  }
  Completions(const Completions&) = delete;
  Completions& operator=(const Completions&) = delete;
  ~Completions() { loop_.abandon(operation_); }
  [[nodiscard]] int count() const { return count_; }

 private:
  void received() {
    count_ += static_cast<int>(operation_->size());
    receive();
  }
  void receive() {
    EXPECT_EQ(1U, net::send_bytes(sockets_.peer.get(), std::array<std::byte, 1>{}).size);
    loop_.start(operation_);
  }

  ProactorEventLoop& loop_;
  SocketPair sockets_;
  proactor_events::OperationPointer operation_;
  int count_ = 0;
};

// Does `rounds` rounds of everything, each in a turn of its own, then stops.
class Worker {
 public:
  explicit Worker(EventLoop& loop) : loop_(loop) {}
  void run(int rounds) {
    left_ = rounds;
    loop_.call_soon([this] { round(); });
    loop_.run_forever();
  }

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
  int left_ = 0;
  int called_ = 0;
};

template <class Input>
void expect_none_in_steady_state(EventLoop& loop) {
  const Input input(loop);
  Worker worker(loop);
  worker.run(1000);
  const std::size_t before = allocations();
  const int count = input.count();
  worker.run(1000);
  EXPECT_EQ(before, allocations());
  EXPECT_GT(input.count(), count + 500);
  EXPECT_GT(before, 0U);
}

TEST_P(Allocations, AreNoneInSteadyState) {
  if (GetParam().is_proactor()) {
    expect_none_in_steady_state<Completions>(loop());
  } else {
    expect_none_in_steady_state<Readiness>(loop());
  }
}

}  // namespace
}  // namespace asyncio::testing
