// Errors of system calls, as the library throws them.
#pragma once

#include <string_view>

#include "windows/system.hpp"

namespace reference_subject {

// Throws asyncio::OSError for the code that the call left behind, or for `code`.
[[noreturn]] void fail(std::string_view call);
[[noreturn]] void fail(std::string_view call, DWORD code);
[[noreturn]] void fail_socket(std::string_view call);  // what WSAGetLastError() says

inline void check(BOOL succeeded, std::string_view call) {
  if (succeeded == FALSE) {
    fail(call);
  }
}

// For the calls of Winsock that give 0.
inline void check_socket(int result, std::string_view call) {
  if (result != 0) {
    fail_socket(call);
  }
}

}  // namespace reference_subject
