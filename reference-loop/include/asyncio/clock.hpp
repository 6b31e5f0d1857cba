// The monotonic clock of a loop: loop.time(). An interface, so that a loop can be given another one.
#pragma once

#include <chrono>
#include <memory>
#include <string_view>

namespace asyncio {

using Duration = std::chrono::nanoseconds;
// Time since the clock's own epoch, which means nothing by itself.
using Time = std::chrono::nanoseconds;

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Time now() const noexcept = 0;
  // The smallest step that it can show.
  [[nodiscard]] virtual Duration resolution() const noexcept = 0;
  // The system call behind it, such as "clock_gettime(CLOCK_MONOTONIC)".
  [[nodiscard]] virtual std::string_view implementation() const noexcept = 0;
};

// The platform's own: CLOCK_MONOTONIC on Unix; on Windows GetTickCount64(), which is the one that asyncio's
// documentation speaks of.
std::unique_ptr<Clock> make_monotonic_clock();
// The platform's finest: QueryPerformanceCounter() on Windows, which CPython takes since 3.13. On Unix the
// same as the other.
std::unique_ptr<Clock> make_performance_clock();

}  // namespace asyncio
