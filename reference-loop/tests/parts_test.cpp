// The parts that need no loop: callables, the timer heap, the platform's wake-up, tables by number,
// exceptions, and what EventLoop itself refuses.
#include <limits>

#include "base/handle_pool.hpp"
#include "base/timer_heap.hpp"
#include "base/wake_up.hpp"
#include "loop_fixture.hpp"
#include "selector/number_table.hpp"
#include "wake_up_expectations.hpp"

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

TEST(WakeUpTest, PlatformsOwnIsReadableFromNotifyToDrain) {
  for (const SelectorKind kind : available_selectors()) {
    const std::unique_ptr<Selector> selector = make_selector(kind);
    expect_to_wake(*make_wake_up(*selector));
  }
}

TEST(NumberTableTest, KeepsSmallAndHugeNumbers) {
  NumberTable<int> table;
  const std::vector<FileDescriptor> numbers{
      0, 1, 1000, 65535, 65536, 1 << 30, std::numeric_limits<FileDescriptor>::max()};
  for (const FileDescriptor fd : numbers) EXPECT_EQ(nullptr, table.find(fd));
  int value = 0;
  for (const FileDescriptor fd : numbers) table.get(fd) = ++value;
  value = 0;
  for (const FileDescriptor fd : numbers) {
    ASSERT_NE(nullptr, table.find(fd));
    EXPECT_EQ(++value, *table.find(fd));
  }
  ASSERT_NE(nullptr, table.find(500));  // between two of them there is room, with nothing in it
  EXPECT_EQ(0, *table.find(500));
  EXPECT_EQ(nullptr, table.find(70000));
  table.clear();
  for (const FileDescriptor fd : numbers) EXPECT_EQ(nullptr, table.find(fd));
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
