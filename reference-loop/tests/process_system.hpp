// What the tests of subprocesses need to know of the system; one file for each: unix/, windows/.
#pragma once

#include <cstddef>
#include <vector>

#include "asyncio/native.hpp"
#include "loop_kind.hpp"

namespace asyncio::testing {

// The loops that have subprocesses.
[[nodiscard]] std::vector<LoopKind> subprocess_loops();

// How many descriptors this process has open; on Windows, handles of what a loop gives a child or reads from.
[[nodiscard]] std::size_t open_handles();

// Whether there is such a process, or a zombie of it.
[[nodiscard]] bool process_exists(ProcessId pid);

// The return codes of a child that kill() and terminate() have ended.
extern const long long killed_code;
extern const long long terminated_code;

}  // namespace asyncio::testing
