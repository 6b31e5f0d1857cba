// What POSIX does not say about other processes. One folder per system implements it; not for Windows.
#pragma once

#include <sys/types.h>

#include <chrono>

namespace loopcheck::testing {

// Waits for the end of a process, whoever's child it is: true once it has ended, reaped or not, and if there
// is no such process; false if it is still there when the time is over.
[[nodiscard]] bool ends_within(pid_t process, std::chrono::milliseconds patience);

// From the next exec on, nothing from this descriptor upwards is open. For the child of a fork().
void close_on_exec_from(int lowest) noexcept;

}  // namespace loopcheck::testing
