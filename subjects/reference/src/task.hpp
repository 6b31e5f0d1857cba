// A coroutine method that was started: what the steps "await", "cancel_task" and the like refer to.
#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "asyncio/future.hpp"

namespace reference_subject {

class Task {
 public:
  // `finish` makes the value of the step out of the future's result; it is called once the future is done,
  // and only once.
  template <class T, class Finish>
  Task(asyncio::Future<T> future, Finish finish)
      : future_(future), finish_([future, finish = std::move(finish)]() -> nlohmann::json {
          if constexpr (std::is_void_v<T>) {
            future.result();
            return finish();
          } else {
            return finish(future.result());
          }
        }) {}

  // One that gave its value at once.
  explicit Task(nlohmann::json value) : value_(std::move(value)) {}

  // One that could not even be started.
  explicit Task(std::exception_ptr error) : error_(std::move(error)) {}  // NOLINT(bugprone-*)

  // Not valid() if there was never anything to wait for.
  [[nodiscard]] asyncio::FutureBase& future() noexcept { return future_; }
  [[nodiscard]] bool done() const { return !future_.valid() || future_.done(); }

  // The value of the step; throws what the method raised. It must be done.
  nlohmann::json result() {
    if (finish_) {
      try {
        value_ = std::exchange(finish_, nullptr)();
      } catch (...) {
        error_ = std::current_exception();
      }
    }
    if (error_) {
      std::rethrow_exception(error_);
    }
    return value_;
  }

 private:
  asyncio::FutureBase future_;
  std::function<nlohmann::json()> finish_;
  nlohmann::json value_;
  std::exception_ptr error_;
};

}  // namespace reference_subject
