#include "proactor/proactor.hpp"

namespace asyncio::proactor_events {

void drain(Proactor& proactor) {
  proactor.cancel_all();
  std::vector<OperationPointer> ended;
  while (proactor.in_flight() > 0) {
    proactor.wait(std::nullopt, ended);
    // What they hold, such as an accepted socket, goes with them.
    ended.clear();
  }
}

}  // namespace asyncio::proactor_events
