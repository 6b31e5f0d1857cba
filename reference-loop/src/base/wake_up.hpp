// What lets another thread end a loop's wait: a descriptor that becomes readable. Linux has eventfd, other
// Unixes a pipe.
#pragma once

#include <memory>

#include "asyncio/native.hpp"
#include "asyncio/selector.hpp"

namespace asyncio {

class WakeUp {
 public:
  virtual ~WakeUp() = default;
  // Readable from notify() to the next drain().
  [[nodiscard]] virtual FileDescriptor descriptor() const noexcept = 0;
  // From any thread. Many calls may become one.
  virtual void notify() noexcept = 0;
  virtual void drain() noexcept = 0;
};

// The best that the platform has and `selector` can watch. The selector is left as it was. Throws OSError.
std::unique_ptr<WakeUp> make_wake_up(Selector& selector);

}  // namespace asyncio
