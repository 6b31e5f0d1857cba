// How a loop learns that a child has ended. SIGCHLD is not touched: it belongs to the application, and so do
// children that somebody else has started.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "asyncio/native.hpp"
#include "unix/selector_event_loop.hpp"

namespace asyncio::unix_os {

// Ends the watching when it goes. Belongs to the loop's thread. Let it go only before the child has been
// started or after it has been reaped, except where that is known not to matter: it may have to wait until
// the child has ended.
class ChildWatch {
 public:
  virtual ~ChildWatch() = default;
};

// Calls `ended` once, on the loop's thread, when the child can be reaped; the callback does that. It may let
// go of the watch. Chooses the best way that this system has: one of the files child_watcher_*.cpp defines
// it. Throws OSError.
[[nodiscard]] std::unique_ptr<ChildWatch> watch_child(UnixSelectorEventLoop& loop, ProcessId pid,
                                                      std::function<void()> ended);

// The way that works everywhere: a thread for each child.
[[nodiscard]] std::unique_ptr<ChildWatch> watch_child_by_thread(UnixSelectorEventLoop& loop, ProcessId pid,
                                                                std::function<void()> ended);

// Takes the child's exit status without waiting: its exit code, or the negative number of the signal that
// ended it; 255 if somebody else has taken it already; nullopt while it runs.
[[nodiscard]] std::optional<int> reap_child(ProcessId pid) noexcept;

// Kills the child if it still runs, and waits until it is gone. If it may not be killed (it runs as another
// user), a thread of its own waits for it.
void kill_and_reap(ProcessId pid) noexcept;

}  // namespace asyncio::unix_os
