// What a transport was given to write and the kernel has not taken yet.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace asyncio {

// Bytes in order. Taking from the front costs nothing until the space in front is the greater part; it is
// reused then.
class WriteBuffer {
 public:
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return bytes_.size() - start_; }
  [[nodiscard]] std::span<const std::byte> front() const noexcept {
    return std::span(bytes_).subspan(start_);
  }

  void append(std::span<const std::byte> data) {
    if (start_ > 0 && start_ >= bytes_.size() / 2) {
      bytes_.erase(bytes_.begin(), bytes_.begin() + static_cast<std::ptrdiff_t>(start_));
      start_ = 0;
    }
    bytes_.insert(bytes_.end(), data.begin(), data.end());
  }

  // `count` is at most size().
  void consume(std::size_t count) noexcept {
    start_ += count;
    if (start_ == bytes_.size()) clear();
  }

  void clear() noexcept {
    bytes_.clear();
    start_ = 0;
  }

 private:
  std::vector<std::byte> bytes_;
  std::size_t start_ = 0;
};

}  // namespace asyncio
