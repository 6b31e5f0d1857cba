// What call_soon() and the like give back: a scheduled callback that can be cancelled.
// https://docs.python.org/3/library/asyncio-eventloop.html#callback-handles
//
// A handle may be copied, kept and dropped freely: the loop holds the callback by itself, and a handle may
// outlive its loop. Handles belong to the loop's thread, except that one from call_soon_threadsafe() may be
// dropped and cancelled anywhere (cancelling it from another thread comes too late if the loop is at it just
// then).
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

#include "asyncio/callback.hpp"
#include "asyncio/clock.hpp"

namespace asyncio {

namespace detail {

class HandlePool;

// One scheduled callback. Nodes are pooled and counted: by each handle, and by the loop's queue, heap or
// table. The count is atomic only in effect for nodes that several threads see (`shared`); for the others it
// is a plain number.
struct HandleNode {
  Callback callback;
  Time when{};  // of a timer
  HandlePool* pool = nullptr;
  HandleNode* next_free = nullptr;  // within the pool
  std::atomic<std::uint32_t> references{0};
  std::atomic<bool> cancelled{false};
  bool shared = false;
  bool repeats = false;  // watches a descriptor: the callback outlives its call
  bool in_heap = false;  // an armed timer
  bool running = false;  // the callback is being called, and must not be destroyed under its own feet

  void retain() noexcept {
    if (shared) {
      references.fetch_add(1, std::memory_order_relaxed);
    } else {
      references.store(references.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    }
  }

  void release() noexcept {
    if (shared) {
      if (references.fetch_sub(1, std::memory_order_acq_rel) == 1) {
        recycle();
      }
      return;
    }
    const std::uint32_t left = references.load(std::memory_order_relaxed) - 1;
    references.store(left, std::memory_order_relaxed);
    if (left == 0) {
      recycle();
    }
  }

  void cancel() noexcept;

 private:
  void recycle() noexcept;
};

}  // namespace detail

class Handle {
 public:
  Handle() noexcept = default;  // refers to nothing; cancel() does nothing
  Handle(const Handle& other) noexcept : node_(other.node_) {
    if (node_ != nullptr) {
      node_->retain();
    }
  }
  Handle(Handle&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
  Handle& operator=(const Handle& other) noexcept { return *this = Handle(other); }
  Handle& operator=(Handle&& other) noexcept {
    // The old node is dropped last, since that may run anything.
    Handle incoming(std::move(other));
    std::swap(node_, incoming.node_);
    return *this;
  }
  ~Handle() {
    if (node_ != nullptr) {
      node_->release();
    }
  }

  // The callback will not be called (any more), and what it holds is released. Idempotent; without effect
  // once it was called.
  void cancel() noexcept {
    if (node_ != nullptr) {
      node_->cancel();
    }
  }
  [[nodiscard]] bool cancelled() const noexcept {
    return node_ != nullptr && node_->cancelled.load(std::memory_order_relaxed);
  }
  explicit operator bool() const noexcept { return node_ != nullptr; }

  // For loops: takes a reference to the node, and shows it.
  explicit Handle(detail::HandleNode& node) noexcept : node_(&node) { node.retain(); }
  [[nodiscard]] detail::HandleNode* node() const noexcept { return node_; }

 private:
  detail::HandleNode* node_ = nullptr;
};

class TimerHandle : public Handle {
 public:
  using Handle::Handle;
  // The deadline on the loop's clock.
  [[nodiscard]] Time when() const noexcept { return node() != nullptr ? node()->when : Time{}; }
};

}  // namespace asyncio
