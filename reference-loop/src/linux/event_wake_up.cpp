#include "linux/event_wake_up.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "asyncio/exceptions.hpp"

namespace asyncio {

EventWakeUp::EventWakeUp() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!event_) {
    throw OSError(errno, "eventfd");
  }
}

void EventWakeUp::notify() noexcept {
  const std::uint64_t one = 1;
  // EAGAIN: the counter is full, so it is readable as it should be.
  while (::write(event_.get(), &one, sizeof one) < 0 && errno == EINTR) {
  }
}

void EventWakeUp::drain() noexcept {
  std::uint64_t count = 0;
  while (::read(event_.get(), &count, sizeof count) < 0 && errno == EINTR) {
  }
}

std::unique_ptr<WakeUp> make_wake_up(Selector& /*selector*/) {
  return std::make_unique<EventWakeUp>();
}

}  // namespace asyncio
