#include "unix/system_selector.hpp"

#include "linux/epoll_selector.hpp"

namespace asyncio {

const SelectorKind system_selector = SelectorKind::epoll;

std::unique_ptr<Selector> make_system_selector() {
  return std::make_unique<EpollSelector>();
}

}  // namespace asyncio
