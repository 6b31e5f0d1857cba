// The selector of kqueue. https://docs.python.org/3/library/selectors.html#selectors.KqueueSelector
// kqueue(2): https://man.freebsd.org/cgi/man.cgi?kqueue; xnu: https://github.com/apple-oss-distributions/xnu
//
// What it is bound by:
//   1. Reading and writing are two filters of a descriptor, added and deleted one by one; they come as two
//      events, which are put together here. kqueue(2), ident and filter
//   2. A hang-up is the flag EV_EOF on the event of a filter that was asked for, and goes on being reported;
//      "there may still be data pending" (kqueue(2), EVFILT_READ, Sockets). What was asked for counts as
//      ready then, so that a reader or writer is called, tries, and learns what happened.
//   3. The write filter of a pipe whose reader has gone already is refused, with EPIPE: pipe_kqfilter() of
//      FreeBSD's sys_pipe.c and of xnu's. Such a writer is ready as after any other hang-up: it is kept here.
//   4. Regular files are reported by position: readable "when the file pointer is not at the end of file",
//      beyond it too (data "may be negative"); always writable. kqueue(2), EVFILT_READ, Vnodes. So this
//      selector does tell of a file that grows.
//   5. Filters belong to the number of a descriptor and go when that is closed: "calling close() removes any
//      kevents that reference the descriptor" (kqueue(2)). Then deleting them fails with EBADF, or with
//      ENOENT if the number has come back as something else, which the kernel does not know yet; modify()
//      adds its filters anew.
//   6. Character devices: macOS 10.6 to 10.8 refuse all of them with EINVAL (Python's page of platforms),
//      later versions all but terminals by their own names: /dev/tty and /dev/null are still refused.
//      spec_kqfilter() of xnu; https://github.com/libuv/libuv/pull/979,
//      https://github.com/crossterm-rs/crossterm/issues/996. The refusal is the caller's to see.
//   7. A change that the kernel refuses may come back as an event with EV_ERROR; with no room given for
//      events, as here, it is the errno of the call that asked for it. kqueue(2), EV_ERROR
//   8. A signal ends the wait with EINTR: an empty answer, after which the loop looks at its timers. A change
//      that is interrupted has been made. kevent(2), ERRORS
// It is level-triggered, without EV_CLEAR: what stays ready is reported again.
#pragma once

#include <vector>

#include "asyncio/selector.hpp"
#include "bsd/kernel_queue.hpp"
#include "selector/registrations.hpp"

namespace asyncio {

class KqueueSelector final : public Selector {
 public:
  KqueueSelector() = default;  // throws OSError

  void register_descriptor(FileDescriptor fd, EventMask events) override;
  void modify(FileDescriptor fd, EventMask events) override;
  void unregister(FileDescriptor fd) override;
  [[nodiscard]] EventMask registered(FileDescriptor fd) const noexcept override {
    return registrations_.find(fd);
  }
  std::span<const ReadyDescriptor> select(std::optional<Duration> timeout) override;
  void close() noexcept override;
  [[nodiscard]] std::string_view class_name() const noexcept override { return "KqueueSelector"; }

 private:
  void reserve(FileDescriptor fd);
  void add(FileDescriptor fd, EventMask events);
  void remove(FileDescriptor fd, EventMask events) noexcept;
  void report(FileDescriptor fd, EventMask events) noexcept;

  KernelQueue queue_;
  Registrations registrations_;
  std::vector<FileDescriptor> without_reader_;  // pipes to write to that the kernel refused: always ready
  std::vector<KernelEvent> found_;  // room for all that is registered, so that nothing waits for a later turn
  std::vector<ReadyDescriptor> ready_;
  std::vector<std::size_t>
      positions_;  // in ready_, by descriptor; true only if that entry is of the descriptor
};

}  // namespace asyncio
