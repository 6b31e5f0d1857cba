// A HANDLE with one owner.
#pragma once

#include <windows.h>

#include <utility>

namespace asyncio::windows_os {

// Closes its handle when it goes. Movable, not copyable. Empty: a null handle; INVALID_HANDLE_VALUE, which
// some calls give where others give null, is taken for empty too.
class OwnedHandle {
 public:
  OwnedHandle() noexcept = default;
  explicit OwnedHandle(HANDLE handle) noexcept : handle_(handle == INVALID_HANDLE_VALUE ? nullptr : handle) {}
  OwnedHandle(OwnedHandle&& other) noexcept : handle_(other.release()) {}
  OwnedHandle& operator=(OwnedHandle&& other) noexcept {
    if (this != &other) reset(other.release());
    return *this;
  }
  ~OwnedHandle() { reset(); }

  [[nodiscard]] HANDLE get() const noexcept { return handle_; }
  [[nodiscard]] explicit operator bool() const noexcept { return handle_ != nullptr; }
  // Gives the handle away: the caller closes it.
  [[nodiscard]] HANDLE release() noexcept { return std::exchange(handle_, nullptr); }
  // GetLastError() is kept.
  void reset(HANDLE handle = nullptr) noexcept {
    if (handle_ != nullptr) {
      const DWORD kept = ::GetLastError();
      ::CloseHandle(handle_);
      ::SetLastError(kept);
    }
    handle_ = handle == INVALID_HANDLE_VALUE ? nullptr : handle;
  }

 private:
  HANDLE handle_ = nullptr;
};

}  // namespace asyncio::windows_os
