// A descriptor with one owner. On Unix that is any descriptor; on Windows it is a socket, since there a
// selector loop works with nothing else.
#pragma once

#include <utility>

#include "asyncio/native.hpp"

namespace asyncio::net {

// Closes its descriptor when it goes. Movable, not copyable.
class OwnedDescriptor {
 public:
  OwnedDescriptor() noexcept = default;
  explicit OwnedDescriptor(FileDescriptor fd) noexcept : fd_(fd) {}
  OwnedDescriptor(OwnedDescriptor&& other) noexcept : fd_(other.release()) {}
  OwnedDescriptor& operator=(OwnedDescriptor&& other) noexcept {
    if (this != &other) reset(other.release());
    return *this;
  }
  ~OwnedDescriptor() { reset(); }

  [[nodiscard]] FileDescriptor get() const noexcept { return fd_; }
  [[nodiscard]] explicit operator bool() const noexcept { return fd_ != invalid_descriptor; }
  // Gives the descriptor away: the caller closes it.
  [[nodiscard]] FileDescriptor release() noexcept { return std::exchange(fd_, invalid_descriptor); }
  // The system's error of an earlier call (errno, WSAGetLastError) is kept.
  void reset(FileDescriptor fd = invalid_descriptor) noexcept;

 private:
  FileDescriptor fd_ = invalid_descriptor;
};

// A connected pair: for a pipe `first` is read from and `second` is written to.
struct DescriptorPair {
  OwnedDescriptor first;
  OwnedDescriptor second;
};

}  // namespace asyncio::net
