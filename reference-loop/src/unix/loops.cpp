// The loops of every Unix: the selector loop is the only one, and so the default.
#include "asyncio/loops.hpp"

#include <utility>

#include "unix/selector_event_loop.hpp"

namespace asyncio {

std::unique_ptr<EventLoop> new_selector_event_loop(std::unique_ptr<Selector> selector,
                                                   std::unique_ptr<Clock> clock) {
  if (selector == nullptr) {
    selector = make_selector(available_selectors().front());
  }
  if (clock == nullptr) {
    clock = make_monotonic_clock();
  }
  return std::make_unique<UnixSelectorEventLoop>(std::move(selector), std::move(clock));
}

std::unique_ptr<EventLoop> new_event_loop() {
  return new_selector_event_loop();
}

std::unique_ptr<EventLoop> new_proactor_event_loop(std::unique_ptr<Clock> /*clock*/,
                                                   ProactorFeatures /*features*/) {
  throw NotImplementedError("ProactorEventLoop exists on Windows only");
}

bool has_implementation(std::string_view class_name) noexcept {
  return class_name == "SelectorEventLoop" || class_name == "EventLoop";
}

}  // namespace asyncio
