// The owner of a Windows handle.
#pragma once

// Before windows.h, which would bring in the first version of the sockets.
#include <winsock2.h>

#include <windows.h>

#include <memory>
#include <system_error>

namespace loopcheck::subject::native {

struct CloseHandleLater {
  using pointer = HANDLE;
  void operator()(HANDLE handle) const {
    if (handle != INVALID_HANDLE_VALUE) ::CloseHandle(handle);
  }
};
using Handle = std::unique_ptr<void, CloseHandleLater>;

// The last error of this thread, as an exception.
inline std::system_error last_error(const char* call) {
  return {static_cast<int>(::GetLastError()), std::system_category(), call};
}

}  // namespace loopcheck::subject::native
