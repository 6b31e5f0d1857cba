// What exists on Unix: the system's own selector and those of POSIX.
#include <array>
#include <string>

#include "asyncio/loops.hpp"
#include "unix/poll_selector.hpp"
#include "unix/select_selector.hpp"
#include "unix/system_selector.hpp"

namespace asyncio {

std::span<const SelectorKind> available_selectors() noexcept {
  static const std::array kinds{system_selector, SelectorKind::poll, SelectorKind::select};
  return kinds;
}

std::unique_ptr<Selector> make_selector(SelectorKind kind) {
  if (kind == system_selector) return make_system_selector();
  if (kind == SelectorKind::poll) return std::make_unique<PollSelector>();
  if (kind == SelectorKind::select) return std::make_unique<SelectSelector>();
  throw NotImplementedError("this system has no selector of the kind " + std::string(to_string(kind)));
}

}  // namespace asyncio
