// write() to a pipe and sendfile() to a socket raise SIGPIPE when the reader has gone, and have no flag
// against it.
#pragma once

#include <csignal>

namespace asyncio::unix_os {

// While it lives, SIGPIPE cannot be delivered to this thread; one that was raised meanwhile is taken back.
// The process's disposition of the signal is not touched: it belongs to the application.
// https://pubs.opengroup.org/onlinepubs/9699919799/functions/pthread_sigmask.html
class BlockedPipeSignal {
 public:
  BlockedPipeSignal() noexcept;
  BlockedPipeSignal(const BlockedPipeSignal&) = delete;
  BlockedPipeSignal& operator=(const BlockedPipeSignal&) = delete;
  // `errno` is kept.
  ~BlockedPipeSignal();

 private:
  sigset_t previous_mask_;
  bool pending_before_ = false;
};

}  // namespace asyncio::unix_os
