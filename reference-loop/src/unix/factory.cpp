// What exists on Linux.
#include <array>
#include <string>

#include "asyncio/loops.hpp"
#include "linux/epoll_selector.hpp"
#include "unix/poll_selector.hpp"
#include "unix/select_selector.hpp"

namespace asyncio {

std::span<const SelectorKind> available_selectors() noexcept {
  static constexpr std::array kinds{SelectorKind::epoll, SelectorKind::poll, SelectorKind::select};
  return kinds;
}

std::unique_ptr<Selector> make_selector(SelectorKind kind) {
  switch (kind) {
    case SelectorKind::select:
      return std::make_unique<SelectSelector>();
    case SelectorKind::poll:
      return std::make_unique<PollSelector>();
    case SelectorKind::epoll:
      return std::make_unique<EpollSelector>();
    case SelectorKind::kqueue:
      break;
  }
  throw NotImplementedError("Linux has no selector of the kind " + std::string(to_string(kind)));
}

}  // namespace asyncio
