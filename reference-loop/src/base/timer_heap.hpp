// The armed timers: a heap of four children a node, ordered by deadline and then by age, with the deadlines in the heap itself
// so that comparing does not touch the nodes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "asyncio/handle.hpp"

namespace asyncio {

class TimerHeap {
 public:
  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  // The next deadline. Must not be empty.
  [[nodiscard]] Time next() const noexcept { return entries_.front().when; }

  // By the deadline in the node.
  void push(Handle handle);
  Handle pop() noexcept;

  // Lets go of cancelled timers: of those at the front, and of all once they are more than half of a heap of some size.
  // `cancelled` counts the cancelled ones in the heap, and is kept up to date.
  void sweep(std::size_t& cancelled);
  void clear() noexcept;

 private:
  struct Entry {
    Time when;
    std::uint64_t age;
    Handle handle;
    [[nodiscard]] bool before(const Entry& other) const noexcept {
      return when != other.when ? when < other.when : age < other.age;
    }
  };
  void sift_up(std::size_t position) noexcept;
  void sift_down(std::size_t position) noexcept;

  std::vector<Entry> entries_;
  std::uint64_t next_age_ = 0;
};

}  // namespace asyncio
