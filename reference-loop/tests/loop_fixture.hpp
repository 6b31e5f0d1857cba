// What the tests of loops share: a loop for each selector of the platform, and pipes and sockets to watch.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "asyncio/loops.hpp"
#include "loop_kind.hpp"
#include "system.hpp"

namespace asyncio::testing {

// A clock that moves when it is told to.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Duration resolution = Duration(1)) : resolution_(resolution) {}
  [[nodiscard]] Time now() const noexcept override { return now_; }
  [[nodiscard]] Duration resolution() const noexcept override { return resolution_; }
  [[nodiscard]] std::string_view implementation() const noexcept override { return "by hand"; }
  void advance(Duration by) noexcept { now_ += by; }

 private:
  Duration resolution_;
  Time now_{};
};

// Runs a chain of `turns` callbacks, each scheduling the next, then stops.
inline void run_turns(EventLoop& loop, int turns) {
  struct Chain {
    EventLoop& loop;
    int left;
    void operator()() {
      if (--left > 0) {
        loop.call_soon(Chain{loop, left});
      } else {
        loop.stop();
      }
    }
  };
  loop.call_soon(Chain{loop, turns});
  loop.run_forever();
}

// The type name of what `action` throws; empty if it throws nothing.
inline std::string thrown_by(const std::function<void()>& action, std::string* message = nullptr) {
  try {
    action();
  } catch (const Error& error) {
    if (message != nullptr) {
      *message = error.what();
    }
    return std::string(error.type_name());
  }
  return "";
}

class LoopTest : public ::testing::TestWithParam<LoopKind> {
 protected:
  static std::unique_ptr<EventLoop> make_loop() { return GetParam().make(); }
  // Whether the selector refuses files when they are registered.
  static bool refuses_files() { return GetParam() == SelectorKind::epoll; }

  std::unique_ptr<EventLoop> loop_ = make_loop();
  EventLoop& loop() { return *loop_; }
};

}  // namespace asyncio::testing
