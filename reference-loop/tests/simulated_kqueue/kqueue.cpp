// The system calls of the simulation, and the wrappers that tell it of closed descriptors.
#include <poll.h>
#include <sys/epoll.h>
#include <sys/event.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <memory>
#include <mutex>

#include "queue.hpp"
#include "simulated_kqueue.hpp"

extern "C" {
int __real_dup2(int from, int to);
int __real_dup3(int from, int to, int flags);
int __wrap_close(int fd);
int __wrap_dup2(int from, int to);
int __wrap_dup3(int from, int to, int flags);
}

namespace simulated_kqueue {
namespace {

using Clock = std::chrono::steady_clock;  // CLOCK_MONOTONIC
std::atomic<Behaviour> behaviour = Behaviour::modern;

struct Registry {
  std::mutex mutex;
  std::map<int, std::shared_ptr<Queue>> queues;  // by descriptor

  // Lives as long as the program: descriptors are closed in its last moments too.
  static Registry& instance() {
    static Registry& the_one = *std::make_unique<Registry>().release();
    return the_one;
  }
  std::shared_ptr<Queue> find(int kq) {
    const auto found = queues.find(kq);
    return found == queues.end() ? nullptr : found->second;
  }
  void closed(int fd) {
    queues.erase(fd);
    for (const auto& [number, queue] : queues) {
      queue->forget(fd);
    }
  }
};

int fail(int error) noexcept {
  errno = error;
  return -1;
}

bool is_valid(const timespec* timeout) noexcept {
  return timeout == nullptr ||
         (timeout->tv_sec >= 0 && timeout->tv_nsec >= 0 && timeout->tv_nsec < 1'000'000'000);
}

// -1 for an error that there is no room to tell of, else how many outcomes were written.
int apply(Queue& queue, std::span<const struct ::kevent> changes, std::span<struct ::kevent> events) {
  std::size_t told = 0;
  for (const struct ::kevent& change : changes) {
    const int error = queue.change(change, behaviour == Behaviour::macos_10_6_to_10_8);
    if (error == 0 && (change.flags & EV_RECEIPT) == 0) {
      continue;
    }
    if (told == events.size()) {
      if (error != 0) {
        return fail(error);
      }
      continue;
    }
    events[told] = change;
    events[told].flags = EV_ERROR;
    events[told++].data = error;
  }
  return static_cast<int>(told);
}

int wait(int kq, std::unique_lock<std::mutex>& lock, Queue& queue, std::span<struct ::kevent> events,
         const timespec* timeout) {
  const auto start = Clock::now();
  const auto allowed =
      timeout == nullptr ? std::chrono::nanoseconds::max()
                         : std::chrono::seconds(timeout->tv_sec) + std::chrono::nanoseconds(timeout->tv_nsec);
  while (true) {
    if (const int count = queue.collect(events); count > 0) {
      return count;
    }
    const auto left = allowed - (Clock::now() - start);
    if (left <= std::chrono::nanoseconds::zero()) {
      return 0;
    }
    const timespec rest{static_cast<time_t>(left / std::chrono::seconds(1)),
                        static_cast<long>((left % std::chrono::seconds(1)).count())};
    pollfd polled{kq, POLLIN, 0};
    lock.unlock();
    const int status = ::ppoll(&polled, 1, timeout == nullptr ? nullptr : &rest, nullptr);
    lock.lock();
    if (status < 0) {
      return -1;
    }
  }
}

}  // namespace

void behave_like(Behaviour wanted) noexcept {
  behaviour = wanted;
}

}  // namespace simulated_kqueue

using simulated_kqueue::Registry;

int kqueue() {
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  if (epoll >= 0) {
    Registry& registry = Registry::instance();
    const std::scoped_lock lock(registry.mutex);
    registry.queues[epoll] = std::make_shared<simulated_kqueue::Queue>(epoll);
  }
  return epoll;
}

int kevent(int kq, const struct kevent* changes, int change_count, struct kevent* events, int event_count,
           const timespec* timeout) {
  if (change_count < 0 || event_count < 0 || !simulated_kqueue::is_valid(timeout)) {
    return simulated_kqueue::fail(EINVAL);
  }
  Registry& registry = Registry::instance();
  std::unique_lock lock(registry.mutex);
  const auto queue = registry.find(kq);
  if (!queue) {
    return simulated_kqueue::fail(EBADF);
  }
  const std::span room(events, static_cast<std::size_t>(event_count));
  const int told = simulated_kqueue::apply(*queue, {changes, static_cast<std::size_t>(change_count)}, room);
  // Without room nothing is waited for, whatever the timeout.
  return told != 0 || event_count == 0 ? told : simulated_kqueue::wait(kq, lock, *queue, room, timeout);
}

int __wrap_close(int fd) {
  Registry& registry = Registry::instance();
  const std::scoped_lock lock(registry.mutex);
  registry.closed(fd);
  return __real_close(fd);
}

int __wrap_dup2(int from, int to) {
  Registry& registry = Registry::instance();
  const std::scoped_lock lock(registry.mutex);
  if (from != to) {
    registry.closed(to);
  }
  return __real_dup2(from, to);
}

int __wrap_dup3(int from, int to, int flags) {
  Registry& registry = Registry::instance();
  const std::scoped_lock lock(registry.mutex);
  registry.closed(to);
  return __real_dup3(from, to, flags);
}
