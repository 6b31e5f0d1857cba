#include "bsd/user_event_wake_up.hpp"

#include <array>

#include "asyncio/exceptions.hpp"

namespace asyncio {
namespace {

constexpr std::uintptr_t the_event = 0;

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

std::unique_ptr<WakeUp> make_wake_up() {
  return std::make_unique<UserEventWakeUp>();
}

}  // namespace asyncio
