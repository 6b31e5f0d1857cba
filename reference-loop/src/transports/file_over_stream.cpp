#include "transports/file_over_stream.hpp"

#include <exception>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "socket/error.hpp"

namespace asyncio {

Future<void> FileOverStream::begin(BaseEventLoop* loop, bool buffer_empty, std::function<void()> interrupt) {
  if (loop == nullptr) throw RuntimeError("Transport is closing");
  if (emptied_) throw RuntimeError("Empty waiter is already set");
  emptied_.emplace(*loop);
  interrupt_ = std::move(interrupt);
  if (buffer_empty) emptied_->set_result();
  return *emptied_;
}

void FileOverStream::end() noexcept {
  emptied_.reset();
  interrupt_ = nullptr;
}

void FileOverStream::buffer_emptied() {
  if (emptied_ && !emptied_->done()) emptied_->set_result();
}

void FileOverStream::connection_lost() {
  auto emptied = std::exchange(emptied_, std::nullopt);
  const auto interrupt = std::exchange(interrupt_, nullptr);
  if (emptied && !emptied->done()) {
    emptied->set_exception(
        std::make_exception_ptr(net::connection_reset.exception("Connection is closed by peer")));
  }
  if (interrupt) interrupt();
}

}  // namespace asyncio
