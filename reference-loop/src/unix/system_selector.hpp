// The selector that one Unix has and another has not. One file of the system's folder defines these two.
#pragma once

#include <memory>

#include "asyncio/selector.hpp"

namespace asyncio {

extern const SelectorKind system_selector;
// Throws OSError.
[[nodiscard]] std::unique_ptr<Selector> make_system_selector();

}  // namespace asyncio
