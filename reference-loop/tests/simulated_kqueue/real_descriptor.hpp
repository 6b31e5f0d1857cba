// A descriptor of the simulation's own: closed past the wrapper of close(), which would lock again.
#pragma once

#include <utility>

extern "C" int __real_close(int fd);

namespace simulated_kqueue {

class RealDescriptor {
 public:
  RealDescriptor() noexcept = default;
  explicit RealDescriptor(int fd) noexcept : fd_(fd) {}
  RealDescriptor(RealDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  RealDescriptor& operator=(RealDescriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~RealDescriptor() {
    if (fd_ >= 0) {
      __real_close(fd_);
    }
  }
  [[nodiscard]] int get() const noexcept { return fd_; }
  [[nodiscard]] explicit operator bool() const noexcept { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

}  // namespace simulated_kqueue
