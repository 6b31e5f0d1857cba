#include "bsd/kernel_queue.hpp"

#include <fcntl.h>
#include <time.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

#include "asyncio/exceptions.hpp"

namespace asyncio {
namespace {

constexpr timespec no_time{};

// Exact: the kernel counts nanoseconds, as we do. Null waits for ever.
const timespec* to_timespec(std::optional<Duration> timeout, timespec& storage) noexcept {
  if (!timeout) {
    return nullptr;
  }
  // Kernels refuse numbers beyond a limit of theirs with EINVAL; the loop never asks for more than a day.
  constexpr Duration longest = std::chrono::hours(24 * 30);
  const Duration bounded = std::clamp(*timeout, Duration::zero(), longest);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(bounded);
  storage.tv_sec = static_cast<decltype(storage.tv_sec)>(seconds.count());
  storage.tv_nsec = static_cast<decltype(storage.tv_nsec)>((bounded - seconds).count());
  return &storage;
}

}  // namespace

KernelQueue::KernelQueue() : queue_(::kqueue()) {
  if (!queue_) {
    throw OSError(errno, "kqueue");
  }
  // Not every system has a kqueue() with flags. Nothing can be lost in between: a fork() leaves the queue
  // out.
  if (::fcntl(queue_.get(), F_SETFD, FD_CLOEXEC) < 0) {
    throw OSError(errno, "fcntl");
  }
}

int KernelQueue::change(std::uintptr_t ident, int filter, unsigned flags, unsigned notes) noexcept {
  KernelEvent event{};
  event.ident = ident;
  event.filter = static_cast<decltype(event.filter)>(filter);
  event.flags = static_cast<decltype(event.flags)>(flags);
  event.fflags = notes;
  // Without room for events a refused change is the call's own error, and nothing is waited for.
  return ::kevent(queue_.get(), &event, 1, nullptr, 0, &no_time) == 0 || errno == EINTR ? 0 : errno;
}

int KernelQueue::wait(std::span<KernelEvent> events, std::optional<Duration> timeout) noexcept {
  timespec storage{};
  return ::kevent(queue_.get(), nullptr, 0, events.data(), static_cast<int>(events.size()),
                  to_timespec(timeout, storage));
}

}  // namespace asyncio
