// The loops of Windows.
#include "asyncio/loops.hpp"

#include <utility>

#include "windows/iocp.hpp"
#include "windows/proactor_event_loop.hpp"
#include "windows/selector_event_loop.hpp"
#include "windows/winsock.hpp"

namespace asyncio {

std::unique_ptr<EventLoop> new_selector_event_loop(std::unique_ptr<Selector> selector,
                                                   std::unique_ptr<Clock> clock) {
  if (selector == nullptr) {
    selector = make_selector(available_selectors().front());
  }
  if (clock == nullptr) {
    clock = make_monotonic_clock();
  }
  return std::make_unique<WindowsSelectorEventLoop>(std::move(selector), std::move(clock));
}

std::unique_ptr<EventLoop> new_event_loop() {
  return new_proactor_event_loop();
}

bool has_implementation(std::string_view class_name) noexcept {
  return class_name == "SelectorEventLoop" || class_name == "ProactorEventLoop" || class_name == "EventLoop";
}

std::unique_ptr<EventLoop> new_proactor_event_loop(std::unique_ptr<Clock> clock, ProactorFeatures features) {
  windows_os::use_winsock();
  if (clock == nullptr) {
    clock = make_monotonic_clock();
  }
  return std::make_unique<WindowsProactorEventLoop>(std::make_unique<windows_os::Iocp>(), std::move(clock),
                                                    features);
}

}  // namespace asyncio
