// How the loops of this platform hear that a child has ended.
#pragma once

#include <string_view>

namespace asyncio {

// The class of asyncio that does it in the same way: "PidfdChildWatcher", or "ThreadedChildWatcher" on a
// Linux without descriptors of processes. Empty where asyncio has no such class (kqueue, Windows).
std::string_view child_watcher_name() noexcept;

}  // namespace asyncio
