#include "base/timer_heap.hpp"

#include <algorithm>
#include <utility>

namespace asyncio {
namespace {

constexpr std::size_t arity = 4;
// Below this size it is not worth while to look for cancelled timers behind the first.
constexpr std::size_t smallest_swept_size = 100;

}  // namespace

void TimerHeap::push(Handle handle) {
  detail::HandleNode& node = *handle.node();
  entries_.push_back(Entry{node.when, next_age_++, std::move(handle)});
  node.in_heap = true;
  sift_up(entries_.size() - 1);
}

Handle TimerHeap::pop() noexcept {
  Handle first = std::move(entries_.front().handle);
  first.node()->in_heap = false;
  if (entries_.size() > 1) {
    entries_.front() = std::move(entries_.back());
  }
  entries_.pop_back();
  if (entries_.size() > 1) {
    sift_down(0);
  }
  return first;
}

void TimerHeap::sweep(std::size_t& cancelled) {
  if (cancelled == 0) {
    return;
  }
  if (entries_.size() > smallest_swept_size && cancelled * 2 > entries_.size()) {
    std::erase_if(entries_, [](Entry& entry) {
      if (!entry.handle.cancelled()) {
        return false;
      }
      entry.handle.node()->in_heap = false;
      return true;
    });
    cancelled = 0;
    for (std::size_t i = entries_.size() / arity + 1; i-- > 0;) {
      sift_down(i);
    }
    return;
  }
  while (!entries_.empty() && entries_.front().handle.cancelled()) {
    pop();
    --cancelled;
  }
}

void TimerHeap::clear() noexcept {
  std::vector<Entry> gone = std::exchange(entries_, {});
  for (Entry& entry : gone) {
    entry.handle.node()->in_heap = false;
  }
}

void TimerHeap::sift_up(std::size_t position) noexcept {
  Entry moving = std::move(entries_[position]);
  while (position > 0) {
    const std::size_t parent = (position - 1) / arity;
    if (!moving.before(entries_[parent])) {
      break;
    }
    entries_[position] = std::move(entries_[parent]);
    position = parent;
  }
  entries_[position] = std::move(moving);
}

void TimerHeap::sift_down(std::size_t position) noexcept {
  const std::size_t size = entries_.size();
  if (position >= size) {
    return;
  }
  Entry moving = std::move(entries_[position]);
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
    entries_[position] = std::move(entries_[smallest]);
    position = smallest;
  }
  entries_[position] = std::move(moving);
}

}  // namespace asyncio
