// The selector of kqueue. https://docs.python.org/3/library/selectors.html#selectors.KqueueSelector,
// kqueue(2)
//
// What it is bound by:
//   1. Reading and writing are two filters of a descriptor, added and deleted one by one; they come as two
//      events, which are put together here.
//   2. A hang-up is the flag EV_EOF on the event of a filter that was asked for, and goes on being reported.
//      What was asked for counts as ready then, so that a reader or writer is called, tries, and learns what
//      happened; data that came before is still there.
//   3. The write filter of a pipe whose reader has gone already is refused, with EPIPE (pipe_kqfilter() in
//   the
//      kernels of FreeBSD and macOS). Such a writer is ready as after any other hang-up: it is kept here.
//   4. Regular files are reported by position: readable while the position is not at the end of the file,
//      beyond it too; always writable. So this selector does tell of a file that grows.
//   5. Filters belong to the number of a descriptor and go when that is closed. Then deleting them fails with
//      EBADF, or with ENOENT if the number has come back as something else, which the kernel does not know
//      yet; modify() adds its filters anew.
//   6. Character devices: macOS 10.6 to 10.8 refuse all of them, later versions all but terminals (and
//   /dev/tty
//      still: its terminal must be opened by its own name), with EINVAL (spec_kqfilter() in the kernel; libuv
//      and Python's page of platforms tell of it). The refusal is the caller's to see.
//   7. A change that the kernel refuses may come back as an event with EV_ERROR; with no room given for
//      events, as here, it is the errno of the call that asked for it.
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
