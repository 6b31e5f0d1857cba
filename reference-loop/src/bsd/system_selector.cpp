#include "unix/system_selector.hpp"

#include "bsd/kqueue_selector.hpp"

namespace asyncio {

const SelectorKind system_selector = SelectorKind::kqueue;

std::unique_ptr<Selector> make_system_selector() {
  return std::make_unique<KqueueSelector>();
}

}  // namespace asyncio
