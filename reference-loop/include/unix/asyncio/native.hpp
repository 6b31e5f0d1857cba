// What the operating system calls the thing that a loop watches. This is the Unix folder's version of the
// header: which one is found is decided by the include path, not by the preprocessor.
#pragma once

#include <sys/types.h>

namespace asyncio {

using FileDescriptor = int;
inline constexpr FileDescriptor invalid_descriptor = -1;

using ProcessId = ::pid_t;

}  // namespace asyncio
