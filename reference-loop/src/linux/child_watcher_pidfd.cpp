// A descriptor that stands for a process and is readable once that has ended.
// https://man7.org/linux/man-pages/man2/pidfd_open.2.html
#include <sys/syscall.h>
#include <unistd.h>

#include <utility>

#include "asyncio/child_watching.hpp"
#include "asyncio/exceptions.hpp"
#include "unix/child_watcher.hpp"
#include "unix/descriptor.hpp"

namespace asyncio {
namespace unix_os {
namespace {

class PidfdChildWatch final : public ChildWatch {
 public:
  PidfdChildWatch(UnixSelectorEventLoop& loop, OwnedDescriptor pidfd, std::function<void()> ended)
      : loop_(loop), pidfd_(std::move(pidfd)) {
    loop_.watch_reader(pidfd_.get(), [this, ended = std::move(ended)] {
      // The callback may let go of this object; what it captured lives until it returns.
      const auto call = ended;
      loop_.unwatch_reader(pidfd_.get());
      call();
    });
  }
  PidfdChildWatch(const PidfdChildWatch&) = delete;
  PidfdChildWatch& operator=(const PidfdChildWatch&) = delete;
  // On a closed loop there is nothing to stop.
  ~PidfdChildWatch() override { loop_.unwatch_reader(pidfd_.get()); }

 private:
  UnixSelectorEventLoop& loop_;
  OwnedDescriptor pidfd_;
};

// Close-on-exec by itself. None on kernels before 5.3, in sandboxes that forbid the call, and when
// descriptors have run out.
OwnedDescriptor open_pidfd(ProcessId pid) noexcept {
  return OwnedDescriptor(static_cast<FileDescriptor>(::syscall(SYS_pidfd_open, pid, 0)));
}

}  // namespace

std::unique_ptr<ChildWatch> watch_child(UnixSelectorEventLoop& loop, ProcessId pid,
                                        std::function<void()> ended) {
  if (OwnedDescriptor pidfd = open_pidfd(pid)) {
    try {
      return std::make_unique<PidfdChildWatch>(loop, std::move(pidfd), ended);
    } catch (const Error& error) {
      // The selector cannot take this descriptor: select() and a number of 1024 or above.
      static_cast<void>(error);
    }
  }
  return watch_child_by_thread(loop, pid, std::move(ended));
}

}  // namespace unix_os

std::string_view child_watcher_name() noexcept {
  return unix_os::open_pidfd(::getpid()) ? "PidfdChildWatcher" : "ThreadedChildWatcher";
}

}  // namespace asyncio
