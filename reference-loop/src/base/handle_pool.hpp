// Where a loop's handle nodes come from: slabs and a free list, so that scheduling a callback does not
// allocate once the loop has reached its working size.
//
// Handles may outlive the loop, so the pool outlives it too: the loop abandons it, and the last node to come
// back deletes it.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "asyncio/handle.hpp"

namespace asyncio::detail {

class HandlePool {
  struct Key {};

 public:
  struct Abandon {
    void operator()(HandlePool* pool) const noexcept { pool->abandon(); }
  };
  using Owner = std::unique_ptr<HandlePool, Abandon>;

  // `shared`: its nodes are seen by several threads, and it may be used by all of them.
  static Owner make(bool shared) { return Owner(std::make_unique<HandlePool>(Key{}, shared).release()); }
  HandlePool(Key /*only make()*/, bool shared) noexcept : shared_(shared) {}
  HandlePool(const HandlePool&) = delete;
  HandlePool& operator=(const HandlePool&) = delete;

  HandleNode& acquire(Callback&& callback);
  void recycle(HandleNode& node) noexcept;

  // Cancelled timers that are still in the loop's heap.
  std::size_t cancelled_timers = 0;

 private:
  HandleNode& take_free_node();
  void add_slab();
  void abandon() noexcept;
  void delete_if_unused(bool unused) noexcept;
  [[nodiscard]] std::unique_lock<std::mutex> lock_if_shared();

  const bool shared_;
  std::mutex mutex_;  // only used if shared
  bool abandoned_ = false;
  std::size_t outstanding_ = 0;
  HandleNode* free_ = nullptr;
  std::vector<std::unique_ptr<HandleNode[]>> slabs_;
};

}  // namespace asyncio::detail
