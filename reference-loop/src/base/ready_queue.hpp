// The callbacks that are to run, first in, first out: a ring of handles that grows and never shrinks.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "asyncio/handle.hpp"

namespace asyncio {

class ReadyQueue {
 public:
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  void push(Handle handle) {
    if (size_ == ring_.size()) {
      grow();
    }
    ring_[(head_ + size_) & (ring_.size() - 1)] = std::move(handle);
    ++size_;
  }

  // Must not be empty.
  Handle pop() noexcept {
    Handle handle = std::move(ring_[head_]);
    head_ = (head_ + 1) & (ring_.size() - 1);
    --size_;
    return handle;
  }

 private:
  void grow() {
    std::vector<Handle> larger(ring_.empty() ? 64 : ring_.size() * 2);  // always a power of two
    for (std::size_t i = 0; i < size_; ++i) {
      larger[i] = std::move(ring_[(head_ + i) & (ring_.size() - 1)]);
    }
    ring_ = std::move(larger);
    head_ = 0;
  }

  std::vector<Handle> ring_;
  std::size_t head_ = 0;
  std::size_t size_ = 0;
};

}  // namespace asyncio
