// A console for a process that has none: many are started without one, by a service, a pipeline or Wine
// without a display.
#pragma once

#include <string>

namespace reference_subject {

// Sees to it that this process has a console, and borrows one if need be: the helper is started with one that
// has no window, and this process joins it. Throws asyncio::OSError.
void borrow_console(const std::string& child);

// Leaves a console that was borrowed. Idempotent.
void give_console_back();

}  // namespace reference_subject
