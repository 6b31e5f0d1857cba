// Timeouts in the units of the system calls, rounded up: rounded down, a wait of half a millisecond would not
// wait at all, and a timer would spin or fire early.
#pragma once

#include <chrono>
#include <limits>
#include <optional>

#include "asyncio/clock.hpp"

namespace asyncio {

// For poll() and epoll_wait(): -1 waits for ever.
inline int to_milliseconds(std::optional<Duration> timeout) noexcept {
  if (!timeout) {
    return -1;
  }
  if (*timeout <= Duration::zero()) {
    return 0;
  }
  constexpr std::chrono::milliseconds longest(std::numeric_limits<int>::max());
  return *timeout >= longest
             ? std::numeric_limits<int>::max()
             : static_cast<int>(std::chrono::ceil<std::chrono::milliseconds>(*timeout).count());
}

}  // namespace asyncio
