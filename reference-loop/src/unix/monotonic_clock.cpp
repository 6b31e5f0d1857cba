#include <time.h>

#include <chrono>

#include "asyncio/clock.hpp"

namespace asyncio {
namespace {

// clock_gettime(2)
class MonotonicClock final : public Clock {
 public:
  MonotonicClock() noexcept {
    timespec value{};
    ::clock_getres(CLOCK_MONOTONIC, &value);
    resolution_ = to_time(value);
  }
  [[nodiscard]] Time now() const noexcept override {
    timespec value{};
    ::clock_gettime(CLOCK_MONOTONIC, &value);
    return to_time(value);
  }
  [[nodiscard]] Duration resolution() const noexcept override { return resolution_; }
  [[nodiscard]] std::string_view implementation() const noexcept override {
    return "clock_gettime(CLOCK_MONOTONIC)";
  }

 private:
  static Time to_time(const timespec& value) noexcept {
    return std::chrono::seconds(value.tv_sec) + std::chrono::nanoseconds(value.tv_nsec);
  }

  Duration resolution_{};
};

}  // namespace

std::unique_ptr<Clock> make_monotonic_clock() {
  return std::make_unique<MonotonicClock>();
}

std::unique_ptr<Clock> make_performance_clock() {
  return make_monotonic_clock();
}

}  // namespace asyncio
