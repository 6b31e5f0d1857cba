#include "selector/sock_operations.hpp"

#include "asyncio/exceptions.hpp"

namespace asyncio::selector_events {

ScopedWatch::ScopedWatch(SelectorEventLoop& loop, FileDescriptor fd, Direction direction,
                         std::function<void()> ready)
    : loop_(loop), fd_(fd), direction_(direction) {
  const auto shared = std::make_shared<const std::function<void()>>(std::move(ready));
  callback_ = shared;
  auto call = [shared] { (*shared)(); };
  if (direction == Direction::read) {
    loop_.watch_reader(fd_, std::move(call));
  } else {
    loop_.watch_writer(fd_, std::move(call));
  }
}

void ScopedWatch::stop() noexcept {
  if (callback_.expired()) return;
  callback_.reset();
  try {
    if (direction_ == Direction::read) {
      loop_.unwatch_reader(fd_);
    } else {
      loop_.unwatch_writer(fd_);
    }
  } catch (const Error& error) {
    // The application has closed the descriptor meanwhile; the kernel watches it no longer.
    static_cast<void>(error);
  }
}

}  // namespace asyncio::selector_events
