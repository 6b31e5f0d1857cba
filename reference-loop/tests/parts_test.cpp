// The parts that need no loop: callables, the timer heap, wake-ups, exceptions, and what EventLoop itself
// refuses.
#include <netdb.h>
#include <poll.h>

#include "base/handle_pool.hpp"
#include "base/timer_heap.hpp"
#include "base/wake_up.hpp"
#include "loop_fixture.hpp"
#include "unix/pipe_wake_up.hpp"

namespace asyncio::testing {
namespace {

TEST(CallbackTest, CallsSmallAndLargeCallables) {
  int sum = 0;
  Callback small([&sum] { sum += 1; });
  Callback large([&sum, numbers = std::array<int, 100>{10}] { sum += numbers[0]; });
  small();
  large();
  large();
  EXPECT_EQ(21, sum);
  EXPECT_FALSE(Callback());
  EXPECT_TRUE(small);
}

TEST(CallbackTest, MovesCallablesThatCannotBeCopied) {
  int seen = 0;
  Callback first([&seen, number = std::make_unique<int>(3)] { seen += *number; });
  Callback second(std::move(first));
  EXPECT_FALSE(first);  // NOLINT(bugprone-use-after-move)
  second();
  first = std::move(second);
  first();
  EXPECT_EQ(6, seen);
}

TEST(CallbackTest, DestroysTheCallableOnce) {
  auto held = std::make_shared<int>(0);
  {
    Callback small([held] {});
    Callback large([held, bytes = std::array<char, 200>{}] { static_cast<void>(bytes); });
    Callback moved(std::move(small));
    EXPECT_EQ(3, held.use_count());
    moved = Callback([] {});
    EXPECT_EQ(2, held.use_count());
    large.reset();
    large.reset();
    EXPECT_EQ(1, held.use_count());
  }
  EXPECT_EQ(1, held.use_count());
}

TEST(TimerHeapTest, GivesBackInOrderOfDeadlineAndAge) {
  const detail::HandlePool::Owner pool = detail::HandlePool::make(false);
  TimerHeap heap;
  std::vector<int> order;
  int age = 0;
  for (const int when : {5, 1, 3, 1, 5, 2, 4, 1, 0, 9, 3}) {
    const Handle handle(pool->acquire([&order, label = when * 100 + age++] { order.push_back(label); }));
    handle.node()->when = Time(when);
    heap.push(handle);
  }
  while (!heap.empty()) {
    heap.pop().node()->callback();
  }
  EXPECT_EQ((std::vector<int>{8, 101, 103, 107, 205, 302, 310, 406, 500, 504, 909}), order);
}

TEST(TimerHeapTest, SweepKeepsWhatIsNotCancelled) {
  const detail::HandlePool::Owner pool = detail::HandlePool::make(false);
  TimerHeap heap;
  std::vector<Handle> handles;
  for (int i = 0; i < 300; ++i) {
    handles.emplace_back(pool->acquire([] {}));
    handles.back().node()->when = Time((i * 7919) % 300);
    heap.push(handles.back());
  }
  for (std::size_t i = 0; i < handles.size(); ++i) {
    if (i % 3 != 0) {
      handles[i].cancel();
    }
  }
  EXPECT_EQ(200U, pool->cancelled_timers);
  heap.sweep(pool->cancelled_timers);
  EXPECT_EQ(0U, pool->cancelled_timers);
  EXPECT_EQ(100U, heap.size());
  Time last = Time::min();
  while (!heap.empty()) {
    const Handle handle = heap.pop();
    EXPECT_FALSE(handle.cancelled());
    EXPECT_LE(last, handle.node()->when);
    last = handle.node()->when;
  }
}

bool is_readable(int fd) {
  pollfd polled{fd, POLLIN, 0};
  return ::poll(&polled, 1, 0) == 1;
}

void expect_to_wake(WakeUp& wake_up) {
  EXPECT_FALSE(is_readable(wake_up.descriptor()));
  for (int i = 0; i < 100'000; ++i) {
    wake_up.notify();  // must never block, nor fail when there is no more room
  }
  EXPECT_TRUE(is_readable(wake_up.descriptor()));
  wake_up.drain();
  EXPECT_FALSE(is_readable(wake_up.descriptor()));
  wake_up.drain();
  wake_up.notify();
  EXPECT_TRUE(is_readable(wake_up.descriptor()));
}

TEST(WakeUpTest, PlatformsOwnIsReadableFromNotifyToDrain) {
  expect_to_wake(*make_wake_up());
}

TEST(WakeUpTest, PipeIsReadableFromNotifyToDrain) {
  PipeWakeUp wake_up;
  expect_to_wake(wake_up);
}

TEST(ExceptionsTest, ErrorNumbersHaveTheClassesOfPython) {
  EXPECT_EQ("PermissionError", OSError(EPERM, "").type_name());
  EXPECT_EQ("PermissionError", OSError(EACCES, "").type_name());
  EXPECT_EQ("BlockingIOError", OSError(EAGAIN, "").type_name());
  EXPECT_EQ("ConnectionRefusedError", OSError(ECONNREFUSED, "").type_name());
  EXPECT_EQ("ProcessLookupError", OSError(ESRCH, "").type_name());
  EXPECT_EQ("ChildProcessError", OSError(ECHILD, "").type_name());
  EXPECT_EQ("OSError", OSError(EBADF, "").type_name());
  EXPECT_EQ(EBADF, OSError(EBADF, "").error_number());
  EXPECT_FALSE(OSError(EBADF, "").winerror().has_value());
  EXPECT_STREQ("[Errno 2] No such file or directory: /nowhere", OSError(ENOENT, "/nowhere").what());
  EXPECT_EQ("gaierror", AddressInfoError(EAI_NONAME, "host").type_name());
  EXPECT_EQ(EAI_NONAME, AddressInfoError(EAI_NONAME, "host").error_number());
}

TEST(ExceptionsTest, NotImplementedErrorIsARuntimeError) {
  EXPECT_THROW(throw NotImplementedError(), RuntimeError);
  EXPECT_THROW(throw SendfileNotAvailableError("no"), RuntimeError);
}

TEST(EventLoopTest, RefusesEverything) {
  EventLoop loop;
  const auto refuses = [](const std::function<void()>& call) {
    return thrown_by(call) == "NotImplementedError";
  };
  EXPECT_TRUE(refuses([&] { loop.run_forever(); }));
  EXPECT_TRUE(refuses([&] { loop.close(); }));
  EXPECT_TRUE(refuses([&] { loop.call_soon([] {}); }));
  EXPECT_TRUE(refuses([&] { loop.call_later(Duration(1), [] {}); }));
  EXPECT_TRUE(refuses([&] { loop.add_reader(0, [] {}); }));
  EXPECT_TRUE(refuses([&] { loop.add_signal_handler(1, [] {}); }));
  EXPECT_TRUE(refuses([&] { loop.connect_read_pipe(nullptr, 0); }));
  EXPECT_TRUE(refuses([&] { loop.create_unix_server(nullptr, {}); }));
  EXPECT_TRUE(refuses([&] { loop.subprocess_exec(nullptr, {}, {}); }));
  EXPECT_TRUE(refuses([&] { loop.sock_recv(0, 1); }));
  EXPECT_TRUE(refuses([&] { static_cast<void>(loop.time()); }));
  EXPECT_EQ("AbstractEventLoop", loop.class_name());
  EXPECT_EQ("", loop.selector_class_name());
}

}  // namespace
}  // namespace asyncio::testing
