// A handle with one owner that is no socket: an end of a pipe.
#pragma once

#include <utility>

#include "asyncio/native.hpp"

namespace asyncio::proactor_events {

// Closes its handle when it goes. Movable, not copyable.
class OwnedPipe {
 public:
  OwnedPipe() noexcept = default;
  explicit OwnedPipe(FileDescriptor handle) noexcept : handle_(handle) {}
  OwnedPipe(OwnedPipe&& other) noexcept : handle_(other.release()) {}
  OwnedPipe& operator=(OwnedPipe&& other) noexcept {
    if (this != &other) reset(other.release());
    return *this;
  }
  ~OwnedPipe() { reset(); }

  [[nodiscard]] FileDescriptor get() const noexcept { return handle_; }
  [[nodiscard]] explicit operator bool() const noexcept { return handle_ != invalid_descriptor; }
  // Gives the handle away: the caller closes it.
  [[nodiscard]] FileDescriptor release() noexcept { return std::exchange(handle_, invalid_descriptor); }
  void reset(FileDescriptor handle = invalid_descriptor) noexcept;  // one for each operating system

 private:
  FileDescriptor handle_ = invalid_descriptor;
};

}  // namespace asyncio::proactor_events
