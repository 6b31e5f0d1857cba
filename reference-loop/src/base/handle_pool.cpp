#include "base/handle_pool.hpp"

#include <utility>

namespace asyncio::detail {
namespace {

constexpr std::size_t nodes_per_slab = 128;

}  // namespace

std::unique_lock<std::mutex> HandlePool::lock_if_shared() {
  return shared_ ? std::unique_lock(mutex_) : std::unique_lock<std::mutex>();
}

HandleNode& HandlePool::acquire(Callback&& callback) {
  HandleNode& node = take_free_node();
  node.callback = std::move(callback);
  node.cancelled.store(false, std::memory_order_relaxed);
  node.repeats = false;
  return node;
}

HandleNode& HandlePool::take_free_node() {
  const auto lock = lock_if_shared();
  if (free_ == nullptr) {
    add_slab();
  }
  ++outstanding_;
  return *std::exchange(free_, free_->next_free);
}

void HandlePool::add_slab() {
  slabs_.push_back(std::make_unique<HandleNode[]>(nodes_per_slab));
  // From the end, so that nodes are handed out in the order of their addresses.
  for (std::size_t i = nodes_per_slab; i-- > 0;) {
    HandleNode& node = slabs_.back()[i];
    node.pool = this;
    node.shared = shared_;
    node.next_free = std::exchange(free_, &node);
  }
}

void HandlePool::recycle(HandleNode& node) noexcept {
  node.callback.reset();  // may run anything, so not under the lock
  bool unused = false;
  {
    const auto lock = lock_if_shared();
    node.next_free = std::exchange(free_, &node);
    --outstanding_;
    unused = abandoned_ && outstanding_ == 0;
  }
  delete_if_unused(unused);
}

void HandlePool::abandon() noexcept {
  bool unused = false;
  {
    const auto lock = lock_if_shared();
    abandoned_ = true;
    unused = outstanding_ == 0;
  }
  delete_if_unused(unused);
}

void HandlePool::delete_if_unused(bool unused) noexcept {
  if (unused) {
    const std::unique_ptr<HandlePool> self(this);
  }
}

}  // namespace asyncio::detail
