// What a selector loop knows of each descriptor, by its number.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "asyncio/handle.hpp"
#include "asyncio/native.hpp"
#include "asyncio/selector.hpp"
#include "asyncio/transports.hpp"

namespace asyncio {

class DescriptorTable {
 public:
  struct Entry {
    Handle reader;
    Handle writer;
    std::shared_ptr<BaseTransport> transport;  // that owns the descriptor

    [[nodiscard]] EventMask events() const noexcept {
      return (reader ? event_read : 0U) | (writer ? event_write : 0U);
    }
  };

  // Null if the number was never used. Not for negative numbers.
  [[nodiscard]] Entry* find(FileDescriptor fd) noexcept {
    const auto index = static_cast<std::size_t>(fd);
    return index < entries_.size() ? &entries_[index] : nullptr;
  }

  Entry& get(FileDescriptor fd) {
    const auto index = static_cast<std::size_t>(fd);
    if (index >= entries_.size()) {
      entries_.resize(std::max(index + 1, entries_.size() * 2));
    }
    return entries_[index];
  }

  // What goes may use the loop, which must find an empty table then.
  void clear() noexcept { std::vector<Entry> gone = std::exchange(entries_, {}); }

 private:
  std::vector<Entry> entries_;
};

}  // namespace asyncio
