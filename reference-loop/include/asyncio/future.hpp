// A result that is not there yet, and the return type of coroutines.
// https://docs.python.org/3/library/asyncio-future.html
//
// A Future is a shared reference to one state: copies see the same result. It belongs to the loop's thread.
//
//   Future<std::size_t> copy(EventLoop& loop, int from, int to) {       // a coroutine
//     std::vector<std::byte> data = co_await loop.sock_recv(from, 4096);
//     co_await loop.sock_sendall(to, data);
//     co_return data.size();
//   }
//
// A function that returns a Future and uses co_await or co_return is a coroutine, asyncio's Task. It starts
// at once and runs to its first wait. It finds its loop in its arguments: the first one (of a member
// function: the object itself) or the second must be an EventLoop, or the first must have get_loop(). A wait
// for a done future goes on at once; any other is continued by call_soon(). cancel() of a coroutine's future
// cancels what the coroutine waits for, so that its co_await throws CancelledError there; the coroutine may
// catch it. A coroutine that still waits when its loop is closed is destroyed then.
//
// With g++ 12, write neither a lambda that captures nor a conditional expression into a co_await expression:
// the compiler destroys such temporaries twice. Put them into a variable first.
//
// The exception of a future that nobody asks for its result is dropped silently.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "asyncio/exceptions.hpp"

namespace asyncio {

class EventLoop;

namespace detail {
class FutureState;
template <class T>
class ValueState;
template <class T>
class Promise;
template <class T>
class Awaiter;
}  // namespace detail

// What does not depend on the type of the result.
class FutureBase {
 public:
  using DoneCallback = std::function<void(FutureBase&)>;
  using DoneCallbackId = std::uint64_t;

  FutureBase() = default;  // refers to nothing: only valid() and assignment may be used
  [[nodiscard]] bool valid() const noexcept { return state_ != nullptr; }

  [[nodiscard]] bool done() const noexcept;
  [[nodiscard]] bool cancelled() const noexcept;
  // False if it is done already. A coroutine's future is cancelled only when the coroutine lets
  // CancelledError through.
  bool cancel();
  // Null if there is a result. Throws CancelledError if it was cancelled, InvalidStateError if it is not
  // done.
  [[nodiscard]] std::exception_ptr exception() const;
  // Throws InvalidStateError if it is done already, RuntimeError for a coroutine's future.
  void set_exception(std::exception_ptr exception);

  // Called by call_soon() once it is done; if it is done already, that is scheduled at once.
  DoneCallbackId add_done_callback(DoneCallback callback);
  // Whether it was there. A callback that is scheduled already is not removed.
  bool remove_done_callback(DoneCallbackId id);

  [[nodiscard]] EventLoop& get_loop() const noexcept;

  explicit FutureBase(std::shared_ptr<detail::FutureState> state) noexcept : state_(std::move(state)) {}
  [[nodiscard]] const std::shared_ptr<detail::FutureState>& state() const noexcept { return state_; }

 private:
  std::shared_ptr<detail::FutureState> state_;
};

// T must be copyable, since a result can be asked for more than once.
template <class T>
class Future : public FutureBase {
 public:
  using promise_type = detail::Promise<T>;
  using Value = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

  Future() = default;
  // A pending one; set_result() or set_exception() finishes it.
  explicit Future(EventLoop& loop);

  // Throws the exception, CancelledError if it was cancelled, InvalidStateError if it is not done.
  T result() const;
  // Throws InvalidStateError if it is done already, RuntimeError for a coroutine's future.
  void set_result(Value value = Value{});

  // Done from the start.
  static Future with_result(EventLoop& loop, Value value) requires(!std::is_void_v<T>);
  static Future with_result(EventLoop& loop) requires std::is_void_v<T>;
  static Future with_exception(EventLoop& loop, std::exception_ptr exception);

  // co_await future
  detail::Awaiter<T> operator co_await() const&;
  detail::Awaiter<T> operator co_await() &&;

  explicit Future(std::shared_ptr<detail::ValueState<T>> state) noexcept : FutureBase(std::move(state)) {}

 private:
  [[nodiscard]] detail::ValueState<T>& value_state() const noexcept;
};

}  // namespace asyncio

#include "asyncio/future_detail.hpp"
