#include "base/timer_heap.hpp"

#include <algorithm>
#include <utility>

namespace asyncio {
namespace {

constexpr std::size_t arity = 4;
// Below this size it is not worth while to look for cancelled timers behind the first.
constexpr std::size_t smallest_swept_size = 100;

}  // namespace

void TimerHeap::push(const Handle& handle) {
  detail::HandleNode& node = *handle.node();
  entries_.push_back(Entry{node.when, next_age_++, &node});
  node.retain();
  node.in_heap = true;
  sift_up(entries_.size() - 1);
}

Handle TimerHeap::release(const Entry& entry) noexcept {
  entry.node->in_heap = false;
  Handle handle(*entry.node);
  entry.node->release();
  return handle;
}

Handle TimerHeap::pop() noexcept {
  const Entry first = entries_.front();
  entries_.front() = entries_.back();
  entries_.pop_back();
  sift_down(0);
  return release(first);
}

void TimerHeap::sweep(std::size_t& cancelled) {
  if (cancelled == 0) {
    return;
  }
  if (entries_.size() > smallest_swept_size && cancelled * 2 > entries_.size()) {
    std::erase_if(entries_, [](const Entry& entry) {
      if (!entry.node->cancelled.load(std::memory_order_relaxed)) {
        return false;
      }
      release(entry);  // its callback has gone when it was cancelled, so that nothing comes back here
      return true;
    });
    cancelled = 0;
    for (std::size_t i = entries_.size() / arity + 1; i-- > 0;) {
      sift_down(i);
    }
    return;
  }
  while (!entries_.empty() && entries_.front().node->cancelled.load(std::memory_order_relaxed)) {
    pop();
    --cancelled;
  }
}

void TimerHeap::clear() noexcept {
  for (const Entry& entry : std::exchange(entries_, {})) {
    release(entry);
  }
}

void TimerHeap::sift_up(std::size_t position) noexcept {
  const Entry moving = entries_[position];
  while (position > 0) {
    const std::size_t parent = (position - 1) / arity;
    if (!moving.before(entries_[parent])) {
      break;
    }
    entries_[position] = entries_[parent];
    position = parent;
  }
  entries_[position] = moving;
}

void TimerHeap::sift_down(std::size_t position) noexcept {
  const std::size_t size = entries_.size();
  if (position >= size) {
    return;
  }
  const Entry moving = entries_[position];
  while (true) {
    const std::size_t first_child = position * arity + 1;
    if (first_child >= size) {
      break;
    }
    const std::size_t end = std::min(first_child + arity, size);
    std::size_t smallest = first_child;
    for (std::size_t child = first_child + 1; child < end; ++child) {
      if (entries_[child].before(entries_[smallest])) {
        smallest = child;
      }
    }
    if (!entries_[smallest].before(moving)) {
      break;
    }
    entries_[position] = entries_[smallest];
    position = smallest;
  }
  entries_[position] = moving;
}

}  // namespace asyncio
