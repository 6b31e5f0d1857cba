// Small tools around descriptors and the errors of system calls.
#pragma once

#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <utility>

#include "asyncio/exceptions.hpp"

namespace reference_subject {

// Throws asyncio::OSError with the current errno.
[[noreturn]] inline void fail(std::string_view call) {
  throw asyncio::OSError(errno, call);
}

template <class Result>
Result checked(Result result, std::string_view call) {
  if (result < 0) {
    fail(call);
  }
  return result;
}

// Owns a descriptor.
class Descriptor {
 public:
  explicit Descriptor(int fd = -1) noexcept : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(other.release()) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() {
    if (fd_ >= 0) {
      ::close(fd_);
    }
  }
  [[nodiscard]] int get() const noexcept { return fd_; }
  int release() noexcept { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

// Writes all of it to a regular file.
inline void write_file(int fd, std::string_view data) {
  while (!data.empty()) {
    data.remove_prefix(static_cast<std::size_t>(checked(::write(fd, data.data(), data.size()), "write")));
  }
}

}  // namespace reference_subject
