#include "loop_kind.hpp"
#include "windows/iocp.hpp"
#include "windows/proactor_event_loop.hpp"
#include "windows/winsock.hpp"

namespace asyncio::testing {

std::unique_ptr<proactor_events::Proactor> make_proactor() {
  windows_os::use_winsock();
  return std::make_unique<windows_os::Iocp>();
}

std::unique_ptr<EventLoop> make_proactor_loop(std::unique_ptr<proactor_events::Proactor> proactor,
                                              std::unique_ptr<Clock> clock) {
  if (clock == nullptr) clock = make_monotonic_clock();
  return std::make_unique<WindowsProactorEventLoop>(std::move(proactor), std::move(clock),
                                                    ProactorFeatures{});
}

}  // namespace asyncio::testing
