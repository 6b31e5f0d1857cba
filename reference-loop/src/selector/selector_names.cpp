#include "asyncio/selector.hpp"

namespace asyncio {

std::string_view to_string(SelectorKind kind) noexcept {
  switch (kind) {
    case SelectorKind::select:
      return "select";
    case SelectorKind::poll:
      return "poll";
    case SelectorKind::epoll:
      return "epoll";
    case SelectorKind::kqueue:
      return "kqueue";
  }
  return "unknown";
}

}  // namespace asyncio
