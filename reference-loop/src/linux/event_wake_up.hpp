// Wakes a loop by an eventfd: one descriptor, and any number of notifications is one read. eventfd(2)
#pragma once

#include "base/wake_up.hpp"
#include "socket/owned_descriptor.hpp"

namespace asyncio {

class EventWakeUp final : public WakeUp {
 public:
  EventWakeUp();  // throws OSError
  [[nodiscard]] FileDescriptor descriptor() const noexcept override { return event_.get(); }
  void notify() noexcept override;
  void drain() noexcept override;

 private:
  net::OwnedDescriptor event_;
};

}  // namespace asyncio
