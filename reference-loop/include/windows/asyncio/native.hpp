// What the operating system calls the thing that a loop watches. This is the Windows folder's version of the
// header: which one is found is decided by the include path, not by the preprocessor.
#pragma once

#include <cstdint>

namespace asyncio {

// A SOCKET or a HANDLE, never a descriptor of the C library. Signed, since Python shows both as such numbers
// and both have -1 for "none" (INVALID_SOCKET, INVALID_HANDLE_VALUE).
using FileDescriptor = std::intptr_t;
inline constexpr FileDescriptor invalid_descriptor = -1;

// DWORD, without the need for <windows.h> in every public header.
using ProcessId = unsigned long;

}  // namespace asyncio
