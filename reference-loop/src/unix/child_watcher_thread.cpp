// A thread that waits for one child. It never reaps it: between the reaping and the loop's notice of it the
// number could belong to another process, and a signal meant for the child would hit that one.
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

#include <cerrno>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "unix/child_watcher.hpp"

namespace asyncio::unix_os {
namespace {

// What the thread and the loop share.
class Notice {
 public:
  Notice(UnixSelectorEventLoop& loop, std::function<void()> ended) : loop_(&loop), ended_(std::move(ended)) {}

  // On the thread.
  static void send(const std::shared_ptr<Notice>& self) {
    const std::scoped_lock lock(self->mutex_);
    if (self->loop_ == nullptr) return;
    try {
      self->loop_->call_soon_threadsafe([self] { self->receive(); });
    } catch (const RuntimeError& error) {
      // The loop was closed meanwhile, and what it watched with it.
      static_cast<void>(error);
    }
  }

  // On the loop's thread: nothing comes after this.
  void cancel() {
    const std::scoped_lock lock(mutex_);
    loop_ = nullptr;
    ended_ = nullptr;
  }

 private:
  // On the loop's thread.
  void receive() {
    const auto ended = std::exchange(ended_, nullptr);
    if (ended) ended();
  }

  std::mutex mutex_;
  UnixSelectorEventLoop* loop_;  // guarded by the mutex
  std::function<void()> ended_;  // of the loop's thread
};

void wait_without_reaping(ProcessId pid) noexcept {
  siginfo_t info{};
  while (::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT) < 0 && errno == EINTR) {
  }
}

class ThreadChildWatch final : public ChildWatch {
 public:
  ThreadChildWatch(UnixSelectorEventLoop& loop, ProcessId pid, std::function<void()> ended)
      : notice_(std::make_shared<Notice>(loop, std::move(ended))), thread_(start(pid, notice_)) {}
  ThreadChildWatch(const ThreadChildWatch&) = delete;
  ThreadChildWatch& operator=(const ThreadChildWatch&) = delete;
  ~ThreadChildWatch() override {
    notice_->cancel();
    thread_.join();
  }

 private:
  // Signals are for the application's threads: this one blocks them all, from its first moment on.
  static std::thread start(ProcessId pid, const std::shared_ptr<Notice>& notice) {
    sigset_t all;
    sigset_t previous;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &previous);
    struct Restore {
      const sigset_t& mask;
      ~Restore() { pthread_sigmask(SIG_SETMASK, &mask, nullptr); }
    };
    const Restore restore{previous};
    return std::thread([pid, notice] {
      wait_without_reaping(pid);
      Notice::send(notice);
    });
  }

  std::shared_ptr<Notice> notice_;
  std::thread thread_;
};

}  // namespace

std::unique_ptr<ChildWatch> watch_child_by_thread(UnixSelectorEventLoop& loop, ProcessId pid,
                                                  std::function<void()> ended) {
  try {
    return std::make_unique<ThreadChildWatch>(loop, pid, std::move(ended));
  } catch (const std::system_error& error) {
    throw OSError(error.code().value(), "a thread that waits for a child");
  }
}

}  // namespace asyncio::unix_os
