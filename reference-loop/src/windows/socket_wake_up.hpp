// Wakes a loop by a pair of sockets, since Winsock's select() waits for nothing else. It is one of the loop's
// readers, and so one of the 512 sockets that select() takes.
#pragma once

#include "base/wake_up.hpp"
#include "socket/owned_descriptor.hpp"

namespace asyncio {

class SocketWakeUp final : public WakeUp {
 public:
  SocketWakeUp();  // throws OSError
  [[nodiscard]] FileDescriptor descriptor() const noexcept override { return pair_.first.get(); }
  void notify() noexcept override;
  void drain() noexcept override;

 private:
  net::DescriptorPair pair_;
};

}  // namespace asyncio
