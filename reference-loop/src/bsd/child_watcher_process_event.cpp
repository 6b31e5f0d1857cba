// A queue with one event, that a process has ended (EVFILT_PROC, NOTE_EXIT): it is readable once that is so,
// and kqueue() and select() can watch it. kqueue(2); Apple's Technical Note TN2050 watches the queue from a
// run loop alike. The exit status is taken by waitpid(), since the event carries it on some systems only.
#include <signal.h>
#include <sys/wait.h>

#include <cerrno>
#include <utility>

#include "asyncio/child_watching.hpp"
#include "asyncio/exceptions.hpp"
#include "bsd/kernel_queue.hpp"
#include "unix/child_watcher.hpp"

namespace asyncio {
namespace unix_os {
namespace {

// The event may come while the process is still on its way out, so that waitpid() does not know it yet; it
// does within moments. (libuv waits in its place for the same reason.) It is not reaped here.
void wait_until_reapable(ProcessId pid) noexcept {
  siginfo_t info{};
  while (::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
  }
}

class ProcessEventChildWatch final : public ChildWatch {
 public:
  ProcessEventChildWatch(UnixSelectorEventLoop& loop, KernelQueue queue, ProcessId pid,
                         std::function<void()> ended)
      : loop_(loop), queue_(std::move(queue)) {
    loop_.watch_reader(queue_.descriptor(), [this, pid, ended = std::move(ended)] {
      // The callback may let go of this object; what it captured lives until it returns.
      const auto call = ended;
      loop_.unwatch_reader(queue_.descriptor());
      wait_until_reapable(pid);
      call();
    });
  }
  ProcessEventChildWatch(const ProcessEventChildWatch&) = delete;
  ProcessEventChildWatch& operator=(const ProcessEventChildWatch&) = delete;
  // On a closed loop there is nothing to stop.
  ~ProcessEventChildWatch() override { loop_.unwatch_reader(queue_.descriptor()); }

 private:
  UnixSelectorEventLoop& loop_;
  KernelQueue queue_;
};

}  // namespace

std::unique_ptr<ChildWatch> watch_child(UnixSelectorEventLoop& loop, ProcessId pid,
                                        std::function<void()> ended) {
  try {
    KernelQueue queue;
    // ESRCH: it has ended already, and this kernel finds no zombies (macOS; libuv meets it too,
    // https://github.com/libuv/libuv/pull/3451). The thread below tells at once then, as it does for any
    // other refusal.
    if (queue.change(static_cast<std::uintptr_t>(pid), EVFILT_PROC, EV_ADD | EV_ONESHOT, NOTE_EXIT) == 0) {
      return std::make_unique<ProcessEventChildWatch>(loop, std::move(queue), pid, ended);
    }
  } catch (const Error& error) {
    // Descriptors have run out, or the selector cannot take this one: select() and a number of 1024 or above,
    // poll() of macOS and any queue (user_event_wake_up.cpp).
    static_cast<void>(error);
  }
  return watch_child_by_thread(loop, pid, std::move(ended));
}

}  // namespace unix_os

std::string_view child_watcher_name() noexcept {
  return {};
}

}  // namespace asyncio
