// When to ask a protocol to stop and to go on writing.
// https://docs.python.org/3/library/asyncio-protocol.html#flow-control-callbacks
#pragma once

#include <cstddef>
#include <optional>

namespace asyncio {

// The marks and the state of one transport, without the transport. Sizes are bytes.
class FlowControl {
 public:
  static constexpr std::size_t default_high = std::size_t{64} * 1024;
  static constexpr std::size_t low_divisor = 4;

  // What is not given follows from the other: low is a quarter of high. Throws ValueError unless low <= high.
  void set_limits(std::optional<std::size_t> high, std::optional<std::size_t> low);
  [[nodiscard]] std::size_t high() const noexcept { return high_; }
  [[nodiscard]] std::size_t low() const noexcept { return low_; }
  [[nodiscard]] bool paused() const noexcept { return paused_; }

  // After the buffer grew: whether pause_writing() is due now.
  [[nodiscard]] bool grew(std::size_t size) noexcept;
  // After it shrank: whether resume_writing() is due now.
  [[nodiscard]] bool shrank(std::size_t size) noexcept;

 private:
  std::size_t high_ = default_high;
  std::size_t low_ = default_high / low_divisor;
  bool paused_ = false;
};

}  // namespace asyncio
