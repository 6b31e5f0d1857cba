// Winsock, which a process must start before its first socket call.
// https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsastartup
#pragma once

#include "asyncio/native.hpp"
#include "asyncio/native_socket.hpp"

namespace asyncio::windows_os {

// Starts it once; it stays until the process ends. Throws OSError.
void use_winsock();

// A descriptor in the type of the socket calls.
[[nodiscard]] inline SOCKET to_socket(FileDescriptor fd) noexcept {
  return static_cast<SOCKET>(fd);
}

// Throws OSError with WSAGetLastError(); `what` names the call.
[[noreturn]] void throw_socket_error(const char* what);

}  // namespace asyncio::windows_os
