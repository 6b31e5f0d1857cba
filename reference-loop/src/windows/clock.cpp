// The two clocks of Windows.
// https://learn.microsoft.com/windows/win32/api/sysinfoapi/nf-sysinfoapi-gettickcount64
// https://learn.microsoft.com/windows/win32/sysinfo/acquiring-high-resolution-time-stamps
#include <windows.h>

#include <chrono>
#include <ratio>

#include "asyncio/clock.hpp"

namespace asyncio {
namespace {

// The one that asyncio's documentation speaks of: it counts milliseconds, but moves in steps of the system's
// timer.
class TickClock final : public Clock {
 public:
  TickClock() noexcept {
    DWORD adjustment = 0;
    DWORD increment = 0;  // in units of 100 ns
    BOOL disabled = FALSE;
    ::GetSystemTimeAdjustment(&adjustment, &increment, &disabled);
    resolution_ = Interval(increment);
  }
  [[nodiscard]] Time now() const noexcept override { return std::chrono::milliseconds(::GetTickCount64()); }
  [[nodiscard]] Duration resolution() const noexcept override { return resolution_; }
  [[nodiscard]] std::string_view implementation() const noexcept override { return "GetTickCount64()"; }

 private:
  using Interval = std::chrono::duration<long long, std::ratio<1, 10'000'000>>;

  Duration resolution_{};
};

class PerformanceClock final : public Clock {
 public:
  PerformanceClock() noexcept { ::QueryPerformanceFrequency(&frequency_); }
  [[nodiscard]] Time now() const noexcept override {
    LARGE_INTEGER count{};
    ::QueryPerformanceCounter(&count);
    // Whole seconds apart, since the count times a billion would not fit.
    const long long seconds = count.QuadPart / frequency_.QuadPart;
    const long long rest = count.QuadPart % frequency_.QuadPart;
    return std::chrono::seconds(seconds) + Time(rest * std::nano::den / frequency_.QuadPart);
  }
  [[nodiscard]] Duration resolution() const noexcept override {
    return Duration((std::nano::den + frequency_.QuadPart - 1) / frequency_.QuadPart);
  }
  [[nodiscard]] std::string_view implementation() const noexcept override {
    return "QueryPerformanceCounter()";
  }

 private:
  LARGE_INTEGER frequency_{};
};

}  // namespace

std::unique_ptr<Clock> make_monotonic_clock() {
  return std::make_unique<TickClock>();
}

std::unique_ptr<Clock> make_performance_clock() {
  return std::make_unique<PerformanceClock>();
}

}  // namespace asyncio
