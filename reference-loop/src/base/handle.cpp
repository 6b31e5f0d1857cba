#include "asyncio/handle.hpp"

#include "base/handle_pool.hpp"

namespace asyncio::detail {

void HandleNode::cancel() noexcept {
  if (cancelled.exchange(true, std::memory_order_relaxed) || shared) {
    return;  // the loop's thread drops the callback of a shared node, which may be in use there
  }
  if (in_heap) {
    ++pool->cancelled_timers;
  }
  if (!running) {
    // The callback may hold the last handle of this node: nothing of the node is touched after it is
    // destroyed.
    const Callback dropped = std::move(callback);
  }
}

void HandleNode::recycle() noexcept {
  pool->recycle(*this);
}

}  // namespace asyncio::detail
