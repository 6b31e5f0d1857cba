// An open file descriptor with one owner, and the few calls that all descriptors share.
#pragma once

#include <string_view>
#include <utility>

#include "asyncio/native.hpp"

namespace asyncio::unix_os {

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
  void reset(FileDescriptor fd = invalid_descriptor) noexcept;

 private:
  FileDescriptor fd_ = invalid_descriptor;
};

// A connected pair: for a pipe `first` is read from and `second` is written to.
struct DescriptorPair {
  OwnedDescriptor first;
  OwnedDescriptor second;
};

// Throws OSError with the current errno; `what` names the call or the object.
[[noreturn]] void throw_errno(std::string_view what);

// Whether errno says that a non-blocking call should be tried again later (EAGAIN, EINTR).
[[nodiscard]] bool is_try_again(int error_number) noexcept;

// O_NONBLOCK of the open file description. Throw OSError.
void set_blocking(FileDescriptor fd, bool blocking);
[[nodiscard]] bool is_blocking(FileDescriptor fd);

// A copy with a number of at least `lowest` that no child inherits. Throws OSError.
[[nodiscard]] OwnedDescriptor duplicate(FileDescriptor fd, FileDescriptor lowest = 3);

// Both ends in blocking mode, and not inheritable. Throws OSError.
[[nodiscard]] DescriptorPair make_pipe();

}  // namespace asyncio::unix_os
