#include "bsd/user_event_wake_up.hpp"

#include <array>

#include "asyncio/exceptions.hpp"
#include "unix/pipe_wake_up.hpp"

namespace asyncio {
namespace {

constexpr std::uintptr_t the_event = 0;

bool can_watch(Selector& selector, FileDescriptor fd) {
  try {
    selector.register_descriptor(fd, event_read);
  } catch (const OSError& error) {
    static_cast<void>(error);
    return false;
  }
  selector.unregister(fd);
  return true;
}

}  // namespace

UserEventWakeUp::UserEventWakeUp() {
  // EV_CLEAR: taking the event resets it.
  if (const int error = queue_.change(the_event, EVFILT_USER, EV_ADD | EV_CLEAR); error != 0) {
    throw OSError(error, "kevent");
  }
}

void UserEventWakeUp::notify() noexcept {
  static_cast<void>(queue_.change(the_event, EVFILT_USER, 0, NOTE_TRIGGER));
}

void UserEventWakeUp::drain() noexcept {
  std::array<KernelEvent, 1> event{};
  static_cast<void>(queue_.wait(event, Duration::zero()));
}

// poll() of macOS takes a queue for a closed descriptor (POLLNVAL), while select() and another queue watch
// it: https://github.com/sysprog21/elfuse/pull/386. A pipe is what all of them watch; CPython has its
// self-pipe on every system (asyncio/selector_events.py).
std::unique_ptr<WakeUp> make_wake_up(Selector& selector) {
  auto event = std::make_unique<UserEventWakeUp>();
  if (can_watch(selector, event->descriptor())) {
    return event;
  }
  return std::make_unique<PipeWakeUp>();
}

}  // namespace asyncio
