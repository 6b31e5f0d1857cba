#include "windows/select_selector.hpp"

#include <windows.h>

#include <algorithm>
#include <chrono>
#include <cstddef>

#include "windows/winsock.hpp"

namespace asyncio {
namespace {

using std::chrono::milliseconds;
using windows_os::to_socket;

// The loop never asks for more than a day, and what the kernel accepts is bounded.
constexpr Duration longest_wait = std::chrono::hours(24 * 30);

// Rounded up to milliseconds, the unit in which Windows waits: less would not wait at all.
milliseconds bounded(Duration timeout) noexcept {
  return std::chrono::ceil<milliseconds>(std::clamp(timeout, Duration::zero(), longest_wait));
}

// Null waits for ever.
timeval* to_timeval(std::optional<Duration> timeout, timeval& storage) noexcept {
  if (!timeout) return nullptr;
  const milliseconds whole = bounded(*timeout);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(whole);
  storage.tv_sec = static_cast<long>(seconds.count());
  storage.tv_usec = static_cast<long>(std::chrono::microseconds(whole - seconds).count());
  return &storage;
}

void wait_for_nothing(std::optional<Duration> timeout) noexcept {
  ::Sleep(timeout ? static_cast<DWORD>(bounded(*timeout).count()) : INFINITE);
}

void put(std::vector<SOCKET>& sockets, SOCKET socket, bool wanted) {
  const auto place = std::find(sockets.begin(), sockets.end(), socket);
  if (wanted && place == sockets.end()) {
    sockets.push_back(socket);
  } else if (!wanted && place != sockets.end()) {
    *place = sockets.back();
    sockets.pop_back();
  }
}

}  // namespace

WinsockSelectSelector::SocketSet::SocketSet(const std::vector<SOCKET>& watched) noexcept
    : count(static_cast<u_int>(watched.size())) {
  static_assert(offsetof(SocketSet, count) == offsetof(fd_set, fd_count));
  static_assert(offsetof(SocketSet, sockets) == offsetof(fd_set, fd_array));
  std::copy(watched.begin(), watched.end(), sockets);
}

void WinsockSelectSelector::register_descriptor(FileDescriptor fd, EventMask events) {
  registrations_.check_new(fd, events);
  registrations_.reserve(fd);
  places_.get(fd);
  ready_.reserve(registrations_.size() + 1);
  set(fd, events);
}

void WinsockSelectSelector::modify(FileDescriptor fd, EventMask events) {
  registrations_.check_known(fd, events);
  set(fd, events);
}

void WinsockSelectSelector::unregister(FileDescriptor fd) {
  registrations_.check_known(fd, event_read);
  set(fd, 0);
}

void WinsockSelectSelector::set(FileDescriptor fd, EventMask events) {
  put(readers_, to_socket(fd), (events & event_read) != 0);
  put(writers_, to_socket(fd), (events & event_write) != 0);
  registrations_.set(fd, events);
}

std::span<const ReadyDescriptor> WinsockSelectSelector::select(std::optional<Duration> timeout) {
  registrations_.check_open();
  ready_.clear();
  if (readers_.size() > limit || writers_.size() > limit) {
    throw ValueError("too many file descriptors in select()");
  }
  if (readers_.empty() && writers_.empty()) {
    wait_for_nothing(timeout);
    return ready_;
  }
  SocketSet readable(readers_);
  SocketSet writable(writers_);
  SocketSet failed(writers_);
  timeval storage{};
  const int count =
      ::select(0, readable.native(), writable.native(), failed.native(), to_timeval(timeout, storage));
  if (count == SOCKET_ERROR) windows_os::throw_socket_error("select");
  if (count > 0) {
    found(readable, event_read);
    found(writable, event_write);
    found(failed, event_write);
  }
  for (const ReadyDescriptor& ready : ready_) *places_.find(ready.fd) = 0;
  return ready_;
}

// A socket that is in several sets is told of once.
void WinsockSelectSelector::found(const SocketSet& set, EventMask event) {
  for (u_int i = 0; i < set.count; ++i) {
    const auto fd = static_cast<FileDescriptor>(set.sockets[i]);
    std::size_t& place = *places_.find(fd);  // 0 is nowhere
    if (place == 0) {
      ready_.push_back({fd, 0});
      place = ready_.size();
    }
    ready_[place - 1].events |= event;
  }
}

}  // namespace asyncio
