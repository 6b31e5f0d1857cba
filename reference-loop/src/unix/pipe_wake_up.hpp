// Wakes a loop by a pipe to itself: for Unixes without eventfd. pipe(7)
#pragma once

#include "base/wake_up.hpp"
#include "unix/descriptor.hpp"

namespace asyncio {

class PipeWakeUp final : public WakeUp {
 public:
  PipeWakeUp();  // throws OSError
  [[nodiscard]] FileDescriptor descriptor() const noexcept override { return pipe_.first.get(); }
  void notify() noexcept override;
  void drain() noexcept override;

 private:
  unix_os::DescriptorPair pipe_;
};

}  // namespace asyncio
