// What exists on Windows.
#include <array>
#include <string>

#include "asyncio/loops.hpp"
#include "windows/select_selector.hpp"

namespace asyncio {

std::span<const SelectorKind> available_selectors() noexcept {
  static constexpr std::array kinds{SelectorKind::select};
  return kinds;
}

std::unique_ptr<Selector> make_selector(SelectorKind kind) {
  if (kind == SelectorKind::select) return std::make_unique<WinsockSelectSelector>();
  throw NotImplementedError("Windows has no selector of the kind " + std::string(to_string(kind)));
}

}  // namespace asyncio
