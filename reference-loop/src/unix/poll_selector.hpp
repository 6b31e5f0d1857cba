// The selector of poll(). https://docs.python.org/3/library/selectors.html#selectors.PollSelector, poll(2)
//
// What it is bound by:
//   1. Every wait hands the whole list to the kernel, so it costs by the number of descriptors.
//   2. Hang-ups and errors are reported whatever was asked for. They count as everything that was asked for,
//   so that a reader
//      or writer is called, tries, and learns what happened. So does POLLNVAL, a descriptor that has been
//      closed.
//   3. Files are always ready.
//   4. macOS has devices that poll() cannot watch: they are refused when they are registered.
#pragma once

#include <poll.h>

#include <cstddef>
#include <vector>

#include "asyncio/selector.hpp"
#include "selector/number_table.hpp"
#include "selector/registrations.hpp"

namespace asyncio {

class PollSelector final : public Selector {
 public:
  void register_descriptor(FileDescriptor fd, EventMask events) override;
  void modify(FileDescriptor fd, EventMask events) override;
  void unregister(FileDescriptor fd) override;
  [[nodiscard]] EventMask registered(FileDescriptor fd) const noexcept override {
    return registrations_.find(fd);
  }
  std::span<const ReadyDescriptor> select(std::optional<Duration> timeout) override;
  void close() noexcept override { registrations_.close(); }
  [[nodiscard]] std::string_view class_name() const noexcept override { return "PollSelector"; }

 private:
  Registrations registrations_;
  std::vector<pollfd> polled_;
  NumberTable<std::size_t> positions_;  // in polled_
  std::vector<ReadyDescriptor> ready_;
};

}  // namespace asyncio
