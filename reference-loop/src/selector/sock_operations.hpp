// Trying an operation on a descriptor until it does not block any more.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "asyncio/future.hpp"
#include "selector/selector_event_loop.hpp"

namespace asyncio::selector_events {

enum class Direction { read, write };

// A descriptor that is watched until this goes, unless somebody else has begun to watch it meanwhile.
class ScopedWatch {
 public:
  ScopedWatch(SelectorEventLoop& loop, FileDescriptor fd, Direction direction, std::function<void()> ready);
  ScopedWatch(const ScopedWatch&) = delete;
  ScopedWatch& operator=(const ScopedWatch&) = delete;
  ~ScopedWatch() { stop(); }
  void stop() noexcept;

 private:
  SelectorEventLoop& loop_;
  FileDescriptor fd_;
  Direction direction_;
  // Expires when the loop drops the callback, which it does when another one takes its place.
  std::weak_ptr<const std::function<void()>> callback_;
};

// Calls `attempt` whenever the descriptor is ready, until it gives a value, which becomes the result, or
// throws. It is not tried at once. Cancelling the future ends the watching.
template <class T>
Future<T> attempt_when_ready(SelectorEventLoop& loop, FileDescriptor fd, Direction direction,
                             std::function<std::optional<typename Future<T>::Value>()> attempt) {
  Future<T> result(loop);
  ScopedWatch* running = nullptr;
  const std::function<void()> ready = [&running, &attempt, result]() mutable {
    if (result.done()) return;
    try {
      std::optional<typename Future<T>::Value> value = attempt();
      if (!value) return;
      result.set_result(std::move(*value));
    } catch (...) {
      result.set_exception(std::current_exception());
    }
    running->stop();
  };
  // What the callback refers to lives in this coroutine's frame, as long as the watch does.
  ScopedWatch watch(loop, fd, direction, ready);
  running = &watch;
  if constexpr (std::is_void_v<T>) {
    co_await result;
  } else {
    T value = co_await result;
    co_return value;
  }
}

}  // namespace asyncio::selector_events
