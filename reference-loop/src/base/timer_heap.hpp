// The armed timers: a heap of four children a node, ordered by deadline and then by age, with the deadlines
// in the heap itself so that comparing does not touch the nodes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "asyncio/handle.hpp"

namespace asyncio {

class TimerHeap {
 public:
  TimerHeap() = default;
  TimerHeap(const TimerHeap&) = delete;
  TimerHeap& operator=(const TimerHeap&) = delete;
  ~TimerHeap() { clear(); }

  [[nodiscard]] bool empty() const noexcept { return entries_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  // The next deadline. Must not be empty.
  [[nodiscard]] Time next() const noexcept { return entries_.front().when; }

  // By the deadline in the node.
  void push(const Handle& handle);
  Handle pop() noexcept;

  // Lets go of cancelled timers: of those at the front, and of all once they are more than half of a heap of
  // some size. `cancelled` counts the cancelled ones in the heap, and is kept up to date.
  void sweep(std::size_t& cancelled);
  void clear() noexcept;

 private:
  // Plain data, since entries are moved about all the time. The heap holds one reference to the node of each.
  struct Entry {
    Time when;
    std::uint64_t age;
    detail::HandleNode* node;
    [[nodiscard]] bool before(const Entry& other) const noexcept {
      return when != other.when ? when < other.when : age < other.age;
    }
  };
  // Lets go of the entry, whose place is the caller's business.
  static Handle release(const Entry& entry) noexcept;
  void sift_up(std::size_t position) noexcept;
  void sift_down(std::size_t position) noexcept;

  std::vector<Entry> entries_;
  std::uint64_t next_age_ = 0;
};

}  // namespace asyncio
