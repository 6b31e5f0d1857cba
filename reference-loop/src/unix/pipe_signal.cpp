#include "unix/pipe_signal.hpp"

#include <cerrno>

namespace asyncio::unix_os {
namespace {

sigset_t pipe_signal() noexcept {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  return set;
}

bool is_pending() noexcept {
  sigset_t pending;
  sigemptyset(&pending);
  sigpending(&pending);
  return sigismember(&pending, SIGPIPE) == 1;
}

}  // namespace

BlockedPipeSignal::BlockedPipeSignal() noexcept {
  const sigset_t blocked = pipe_signal();
  pthread_sigmask(SIG_BLOCK, &blocked, &previous_mask_);
  // One that is pending already was sent to an application that blocks it: it is not ours to take.
  pending_before_ = sigismember(&previous_mask_, SIGPIPE) == 1 && is_pending();
}

BlockedPipeSignal::~BlockedPipeSignal() {
  const int kept = errno;
  if (kept == EPIPE && !pending_before_ && is_pending()) {
    const sigset_t awaited = pipe_signal();
    int taken = 0;
    sigwait(&awaited, &taken);
  }
  pthread_sigmask(SIG_SETMASK, &previous_mask_, nullptr);
  errno = kept;
}

}  // namespace asyncio::unix_os
