// What a selector loop knows of each descriptor, by its number.
#pragma once

#include <memory>
#include <utility>

#include "asyncio/handle.hpp"
#include "asyncio/native.hpp"
#include "asyncio/selector.hpp"
#include "asyncio/transports.hpp"
#include "selector/number_table.hpp"

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
  [[nodiscard]] Entry* find(FileDescriptor fd) noexcept { return entries_.find(fd); }
  Entry& get(FileDescriptor fd) { return entries_.get(fd); }

  // What goes may use the loop, which must find an empty table then.
  void clear() noexcept { const NumberTable<Entry> gone = std::exchange(entries_, {}); }

 private:
  NumberTable<Entry> entries_;
};

}  // namespace asyncio
