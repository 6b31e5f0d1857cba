// What a stream transport keeps while sendfile() sends a file over it.
#pragma once

#include <functional>
#include <optional>

#include "asyncio/future.hpp"
#include "base/base_event_loop.hpp"

namespace asyncio {

class FileOverStream {
 public:
  // The future is done once the transport's buffer is empty. `interrupt` is called if the connection is lost
  // before end(). Throws RuntimeError if a file is sent already, or if `loop` is null: the transport is lost.
  Future<void> begin(BaseEventLoop* loop, bool buffer_empty, std::function<void()> interrupt);
  void end() noexcept;
  [[nodiscard]] bool active() const noexcept { return emptied_.has_value(); }

  void buffer_emptied();
  // Who waits for the buffer gets ConnectionResetError; who sends is interrupted.
  void connection_lost();

 private:
  std::optional<Future<void>> emptied_;
  std::function<void()> interrupt_;
};

}  // namespace asyncio
