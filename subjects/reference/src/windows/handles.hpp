// Owners of handles and sockets, and the way between them and the library's numbers.
#pragma once

#include <utility>

#include "asyncio/native.hpp"
#include "windows/system.hpp"

namespace reference_subject {

using asyncio::FileDescriptor;

inline HANDLE as_handle(FileDescriptor fd) noexcept {
  return reinterpret_cast<HANDLE>(fd);
}
inline SOCKET as_socket(FileDescriptor fd) noexcept {
  return static_cast<SOCKET>(fd);
}
inline FileDescriptor number_of(HANDLE handle) noexcept {
  return reinterpret_cast<FileDescriptor>(handle);
}
inline FileDescriptor number_of(SOCKET socket) noexcept {
  return static_cast<FileDescriptor>(socket);
}

// The scenario may delete and rename what is open, as it may on Unix.
inline constexpr DWORD share_everything = FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE;

class OwnedHandle {
 public:
  // Null and INVALID_HANDLE_VALUE both stand for none: some calls give the one, some the other.
  explicit OwnedHandle(HANDLE handle = nullptr) noexcept
      : handle_(handle == INVALID_HANDLE_VALUE ? nullptr : handle) {}
  OwnedHandle(OwnedHandle&& other) noexcept : handle_(other.release()) {}
  OwnedHandle& operator=(OwnedHandle&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~OwnedHandle() {
    if (handle_ != nullptr) {
      ::CloseHandle(handle_);
    }
  }
  explicit operator bool() const noexcept { return handle_ != nullptr; }
  [[nodiscard]] HANDLE get() const noexcept { return handle_; }
  HANDLE release() noexcept { return std::exchange(handle_, nullptr); }

 private:
  HANDLE handle_;
};

class OwnedSocket {
 public:
  explicit OwnedSocket(SOCKET socket = INVALID_SOCKET) noexcept : socket_(socket) {}
  OwnedSocket(OwnedSocket&& other) noexcept : socket_(other.release()) {}
  OwnedSocket& operator=(OwnedSocket&& other) noexcept {
    std::swap(socket_, other.socket_);
    return *this;
  }
  ~OwnedSocket() {
    if (socket_ != INVALID_SOCKET) {
      ::closesocket(socket_);
    }
  }
  [[nodiscard]] SOCKET get() const noexcept { return socket_; }
  SOCKET release() noexcept { return std::exchange(socket_, INVALID_SOCKET); }

 private:
  SOCKET socket_;
};

// Whether the number stands for an open socket. Asked of the system, since the library gives and takes
// sockets and handles as numbers of one kind.
bool is_socket(FileDescriptor fd) noexcept;

}  // namespace reference_subject
