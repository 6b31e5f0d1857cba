// A kernel event queue with one owner, and the two things that are done with it: changing and waiting.
// kqueue(2): https://man.freebsd.org/cgi/man.cgi?kqueue, and the page of the same name on macOS.
#pragma once

#include <sys/event.h>

#include <cstdint>
#include <optional>
#include <span>

#include "asyncio/clock.hpp"
#include "asyncio/native.hpp"
#include "unix/descriptor.hpp"

namespace asyncio {

// What the kernel calls an event; the name is shared with the system call.
using KernelEvent = struct ::kevent;

class KernelQueue {
 public:
  // Throws OSError. No child inherits the queue: fork() leaves it out, and it is closed on exec besides.
  KernelQueue();

  // Readable while an event is pending, for select() and for other queues; poll() refuses it on macOS.
  [[nodiscard]] FileDescriptor descriptor() const noexcept { return queue_.get(); }

  // Makes one change: 0, or its errno. Any thread may call it, also while another waits.
  // An interrupted call has made its changes (kqueue(2), EINTR), so that is no error here.
  [[nodiscard]] int change(std::uintptr_t ident, int filter, unsigned flags, unsigned notes = 0) noexcept;

  // Waits until there are events or `timeout` is over; nullopt waits for ever, zero or less only looks. How
  // many events there are, or -1 and errno.
  [[nodiscard]] int wait(std::span<KernelEvent> events, std::optional<Duration> timeout) noexcept;

  void close() noexcept { queue_.reset(); }

 private:
  unix_os::OwnedDescriptor queue_;
};

}  // namespace asyncio
