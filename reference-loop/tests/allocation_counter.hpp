// Counts what the program allocates with operator new, which allocation_counter.cpp replaces.
#pragma once

#include <cstddef>

namespace asyncio::testing {

[[nodiscard]] std::size_t allocations() noexcept;

}  // namespace asyncio::testing
