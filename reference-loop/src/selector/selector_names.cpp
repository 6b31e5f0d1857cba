#include <string>

#include "asyncio/exceptions.hpp"
#include "asyncio/selector.hpp"

namespace asyncio {

EventMask Selector::get_key(FileDescriptor fd) const {
  const EventMask mask = registered(fd);
  if (mask == 0) {
    throw KeyError(std::to_string(fd) + " is not registered");
  }
  return mask;
}

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
