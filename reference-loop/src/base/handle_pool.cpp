#include "base/handle_pool.hpp"

#include <utility>

namespace asyncio::detail {
namespace {

constexpr std::size_t nodes_per_slab = 128;

}  // namespace

std::unique_lock<std::mutex> HandlePool::lock_if_shared() {
  return shared_ ? std::unique_lock(mutex_) : std::unique_lock<std::mutex>();
}

HandleNode& HandlePool::acquire(Callback callback) {
  HandleNode& node = take_free_node();
  node.callback = std::move(callback);
  node.cancelled.store(false, std::memory_order_relaxed);
  node.repeats = false;
  return node;
}

HandleNode& HandlePool::take_free_node() {
  const auto lock = lock_if_shared();
  if (free_ == nullptr) {
    slabs_.push_back(std::make_unique<HandleNode[]>(nodes_per_slab));
    for (std::size_t i = 0; i < nodes_per_slab; ++i) {
      HandleNode& node = slabs_.back()[i];
      node.pool = this;
      node.shared = shared_;
      node.next_free = std::exchange(free_, &node);
    }
  }
  ++outstanding_;
  return *std::exchange(free_, free_->next_free);
}

void HandlePool::recycle(HandleNode& node) noexcept {
  node.callback.reset();  // may run anything, so not under the lock
  bool last = false;
  {
    const auto lock = lock_if_shared();
    node.next_free = std::exchange(free_, &node);
    --outstanding_;
    last = abandoned_ && outstanding_ == 0;
  }
  if (last) {
    const std::unique_ptr<HandlePool> self(this);
  }
}

void HandlePool::abandon() noexcept {
  bool last = false;
  {
    const auto lock = lock_if_shared();
    abandoned_ = true;
    last = outstanding_ == 0;
  }
  if (last) {
    const std::unique_ptr<HandlePool> self(this);
  }
}

}  // namespace asyncio::detail
