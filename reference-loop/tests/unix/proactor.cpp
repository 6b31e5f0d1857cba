#include "loop_kind.hpp"
#include "proactor/proactor_event_loop.hpp"
#include "unix/poll_proactor.hpp"

namespace asyncio::testing {

std::unique_ptr<proactor_events::Proactor> make_proactor() {
  return std::make_unique<PollProactor>();
}

std::unique_ptr<EventLoop> make_proactor_loop(std::unique_ptr<proactor_events::Proactor> proactor,
                                              std::unique_ptr<Clock> clock) {
  if (clock == nullptr) clock = make_monotonic_clock();
  return std::make_unique<ProactorEventLoop>(std::move(proactor), std::move(clock));
}

}  // namespace asyncio::testing
