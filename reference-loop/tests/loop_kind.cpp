#include "loop_kind.hpp"

#include <utility>

namespace asyncio::testing {

std::unique_ptr<EventLoop> LoopKind::make(std::unique_ptr<Clock> clock) const {
  return selector ? new_selector_event_loop(make_selector(*selector), std::move(clock))
                  : make_proactor_loop(make_proactor(), std::move(clock));
}

std::vector<LoopKind> selector_loops() {
  std::vector<LoopKind> kinds;
  for (const SelectorKind selector : available_selectors()) kinds.push_back({to_string(selector), selector});
  return kinds;
}

std::vector<LoopKind> all_loops() {
  std::vector<LoopKind> kinds = selector_loops();
  kinds.push_back({"proactor", std::nullopt});
  return kinds;
}

}  // namespace asyncio::testing
