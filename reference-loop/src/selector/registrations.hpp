// What every selector keeps in mind of itself: which descriptors it watches for what, and whether it is
// closed. It makes the checks that are the same for all, so that they differ only where their system calls
// do.
#pragma once

#include <cstddef>

#include "asyncio/exceptions.hpp"
#include "asyncio/selector.hpp"
#include "selector/number_table.hpp"

namespace asyncio {

class Registrations {
 public:
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] EventMask find(FileDescriptor fd) const noexcept {
    const EventMask* const mask = fd >= 0 ? masks_.find(fd) : nullptr;
    return mask != nullptr ? *mask : 0;
  }

  // Throw RuntimeError if it is closed, ValueError for a negative descriptor or a mask that is empty or has
  // other bits. KeyError: the first if it is registered, the second if it is not.
  void check_new(FileDescriptor fd, EventMask events) const;
  void check_known(FileDescriptor fd, EventMask events) const;
  void check_open() const;

  // Room for the descriptor, so that set() cannot fail after the kernel has agreed.
  void reserve(FileDescriptor fd) { masks_.get(fd); }
  void set(FileDescriptor fd, EventMask events) noexcept;  // 0: no longer registered

  // Whether this was the first call.
  bool close() noexcept;
  [[nodiscard]] bool closed() const noexcept { return closed_; }

 private:
  void check(FileDescriptor fd, EventMask events) const;

  NumberTable<EventMask> masks_;
  std::size_t size_ = 0;
  bool closed_ = false;
};

}  // namespace asyncio
