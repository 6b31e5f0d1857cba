// A selector that cannot watch a kernel event queue, as poll() of macOS cannot: the loop wakes up by a pipe
// then, and a thread waits for each child.
#include <unistd.h>

#include <cerrno>
#include <thread>

#include "bsd/kernel_queue.hpp"
#include "bsd/user_event_wake_up.hpp"
#include "loop_fixture.hpp"
#include "unix/child_watcher.hpp"
#include "unix/pipe_wake_up.hpp"
#include "unix/poll_selector.hpp"
#include "unix/spawn.hpp"
#include "wake_up_expectations.hpp"

namespace asyncio::testing {
namespace {

bool is_queue(FileDescriptor fd) {
  const timespec no_time{};
  return ::kevent(fd, nullptr, 0, nullptr, 0, &no_time) == 0;
}

class SelectorWithoutQueues final : public Selector {
 public:
  void register_descriptor(FileDescriptor fd, EventMask events) override {
    if (is_queue(fd)) {
      ++refused_queues;
      throw OSError(EINVAL, "poll");
    }
    poll_.register_descriptor(fd, events);
  }
  void modify(FileDescriptor fd, EventMask events) override { poll_.modify(fd, events); }
  void unregister(FileDescriptor fd) override { poll_.unregister(fd); }
  [[nodiscard]] EventMask registered(FileDescriptor fd) const noexcept override {
    return poll_.registered(fd);
  }
  std::span<const ReadyDescriptor> select(std::optional<Duration> timeout) override {
    return poll_.select(timeout);
  }
  void close() noexcept override { poll_.close(); }
  [[nodiscard]] std::string_view class_name() const noexcept override { return poll_.class_name(); }

  int refused_queues = 0;

 private:
  PollSelector poll_;
};

TEST(RefusedQueueTest, WakeUpIsAPipe) {
  SelectorWithoutQueues selector;
  const std::unique_ptr<WakeUp> wake_up = make_wake_up(selector);
  EXPECT_EQ(1, selector.refused_queues);
  EXPECT_NE(nullptr, dynamic_cast<PipeWakeUp*>(wake_up.get()));
  EXPECT_EQ(0U, selector.registered(wake_up->descriptor()));
  expect_to_wake(*wake_up);
}

TEST(RefusedQueueTest, SelectorThatTakesQueuesGetsAnEventAndIsLeftAsItWas) {
  for (const SelectorKind kind : {SelectorKind::kqueue, SelectorKind::select}) {
    const std::unique_ptr<Selector> selector = make_selector(kind);
    const std::unique_ptr<WakeUp> wake_up = make_wake_up(*selector);
    EXPECT_NE(nullptr, dynamic_cast<UserEventWakeUp*>(wake_up.get())) << to_string(kind);
    EXPECT_EQ(0U, selector->registered(wake_up->descriptor())) << to_string(kind);
  }
}

TEST(RefusedQueueTest, AnotherThreadWakesTheLoop) {
  const auto loop = new_selector_event_loop(std::make_unique<SelectorWithoutQueues>());
  std::thread thread([&] { loop->call_soon_threadsafe([&] { loop->stop(); }); });
  loop->run_forever();
  thread.join();
}

TEST(RefusedQueueTest, EndOfAChildIsTold) {
  const auto loop = new_selector_event_loop(std::make_unique<SelectorWithoutQueues>());
  const ProcessId pid = unix_os::spawn({{"/bin/sh", "-c", "exit 7"}, {}, {}, false, {-1, -1, -1}});
  std::optional<int> code;
  const auto watch = unix_os::watch_child(dynamic_cast<UnixSelectorEventLoop&>(*loop), pid, [&] {
    code = unix_os::reap_child(pid);
    loop->stop();
  });
  loop->run_forever();
  EXPECT_EQ(7, code);
}

}  // namespace
}  // namespace asyncio::testing
