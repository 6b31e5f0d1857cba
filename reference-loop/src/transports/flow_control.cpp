#include "transports/flow_control.hpp"

#include <string>

#include "asyncio/exceptions.hpp"

namespace asyncio {

void FlowControl::set_limits(std::optional<std::size_t> high, std::optional<std::size_t> low) {
  const std::size_t new_high = high ? *high : (low ? *low * low_divisor : default_high);
  const std::size_t new_low = low ? *low : new_high / low_divisor;
  if (new_low > new_high) {
    throw ValueError("high (" + std::to_string(new_high) + ") must be >= low (" + std::to_string(new_low) +
                     ") must be >= 0");
  }
  high_ = new_high;
  low_ = new_low;
}

bool FlowControl::grew(std::size_t size) noexcept {
  if (paused_ || size <= high_) return false;
  paused_ = true;
  return true;
}

bool FlowControl::shrank(std::size_t size) noexcept {
  if (!paused_ || size > low_) return false;
  paused_ = false;
  return true;
}

}  // namespace asyncio
