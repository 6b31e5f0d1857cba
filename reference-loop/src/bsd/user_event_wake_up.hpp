// Wakes a loop by an event of our own (EVFILT_USER) in a queue of its own: one descriptor where a pipe needs
// two, no bytes to read back, and any number of notifications is one event. kqueue(2)
//
// The queue is readable while the event is pending, so every selector can watch it. It is not the selector's
// own queue, since poll() and select() have none.
#pragma once

#include "base/wake_up.hpp"
#include "bsd/kernel_queue.hpp"

namespace asyncio {

class UserEventWakeUp final : public WakeUp {
 public:
  UserEventWakeUp();  // throws OSError
  [[nodiscard]] FileDescriptor descriptor() const noexcept override { return queue_.descriptor(); }
  void notify() noexcept override;
  void drain() noexcept override;

 private:
  KernelQueue queue_;
};

}  // namespace asyncio
