// Wakes a loop by an event of our own (EVFILT_USER) in a queue of its own: one descriptor where a pipe needs
// two, no bytes to read back, and any number of notifications is one event. kqueue(2)
//
// The queue is readable while the event is pending, so other selectors can watch it than kqueue's. It is not
// the selector's own queue, since select() has none. Where a selector cannot watch a queue, a pipe takes its
// place.
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
