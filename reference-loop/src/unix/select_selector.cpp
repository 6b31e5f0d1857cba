#include "unix/select_selector.hpp"

#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <chrono>

namespace asyncio {
namespace {

// Rounded up to microseconds; null waits for ever.
timeval* to_timeval(std::optional<Duration> timeout, timeval& storage) noexcept {
  if (!timeout) {
    return nullptr;
  }
  // Longer than the kernels accept would be an error; the loop never asks for more than a day.
  constexpr Duration longest = std::chrono::hours(24 * 30);
  const Duration bounded = std::clamp(*timeout, Duration::zero(), longest);
  const auto microseconds = std::chrono::ceil<std::chrono::microseconds>(bounded);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(microseconds);
  storage.tv_sec = static_cast<decltype(storage.tv_sec)>(seconds.count());
  storage.tv_usec = static_cast<decltype(storage.tv_usec)>((microseconds - seconds).count());
  return &storage;
}

}  // namespace

SelectSelector::SelectSelector() noexcept {
  FD_ZERO(&readers_);
  FD_ZERO(&writers_);
}

void SelectSelector::register_descriptor(FileDescriptor fd, EventMask events) {
  registrations_.check_new(fd, events);
  if (fd >= FD_SETSIZE) {
    throw ValueError("filedescriptor out of range in select()");
  }
  registrations_.reserve(fd);
  ready_.reserve(registrations_.size() + 1);
  set(fd, events);
}

void SelectSelector::modify(FileDescriptor fd, EventMask events) {
  registrations_.check_known(fd, events);
  set(fd, events);
}

void SelectSelector::unregister(FileDescriptor fd) {
  registrations_.check_known(fd, event_read);
  set(fd, 0);
}

void SelectSelector::set(FileDescriptor fd, EventMask events) noexcept {
  registrations_.set(fd, events);
  FD_CLR(fd, &readers_);
  FD_CLR(fd, &writers_);
  if ((events & event_read) != 0) {
    FD_SET(fd, &readers_);
  }
  if ((events & event_write) != 0) {
    FD_SET(fd, &writers_);
  }
  highest_ = std::max(highest_, fd);
  while (highest_ >= 0 && registrations_.find(highest_) == 0) {
    --highest_;
  }
}

std::span<const ReadyDescriptor> SelectSelector::select(std::optional<Duration> timeout) {
  registrations_.check_open();
  fd_set readable = readers_;
  fd_set writable = writers_;
  timeval storage{};
  ready_.clear();
  int left = ::select(highest_ + 1, &readable, &writable, nullptr, to_timeval(timeout, storage));
  if (left < 0) {
    if (errno == EINTR) {
      return ready_;
    }
    throw OSError(errno, "select");
  }
  for (FileDescriptor fd = 0; left > 0 && fd <= highest_; ++fd) {
    EventMask events = 0;
    if (FD_ISSET(fd, &readable)) {
      events |= event_read;
      --left;
    }
    if (FD_ISSET(fd, &writable)) {
      events |= event_write;
      --left;
    }
    if (events != 0) {
      ready_.push_back({fd, events});
    }
  }
  return ready_;
}

}  // namespace asyncio
