// The selector of select(). https://docs.python.org/3/library/selectors.html#selectors.SelectSelector,
// select(2)
//
// What it is bound by:
//   1. Descriptors are bits of a set of FD_SETSIZE (1024) bits, so it is the *number* of a descriptor that is
//   limited.
//      FD_SET beyond the set writes into foreign memory, so a larger number is refused when it is registered.
//   2. A closed descriptor makes the whole wait fail with EBADF, without telling which one it was.
//   3. Files are always ready.
#pragma once

#include <sys/select.h>

#include <vector>

#include "asyncio/selector.hpp"
#include "selector/registrations.hpp"

namespace asyncio {

class SelectSelector final : public Selector {
 public:
  SelectSelector() noexcept;

  void register_descriptor(FileDescriptor fd, EventMask events) override;
  void modify(FileDescriptor fd, EventMask events) override;
  void unregister(FileDescriptor fd) override;
  [[nodiscard]] EventMask registered(FileDescriptor fd) const noexcept override {
    return registrations_.find(fd);
  }
  std::span<const ReadyDescriptor> select(std::optional<Duration> timeout) override;
  void close() noexcept override { registrations_.close(); }
  [[nodiscard]] std::string_view class_name() const noexcept override { return "SelectSelector"; }

 private:
  void set(FileDescriptor fd, EventMask events) noexcept;

  Registrations registrations_;
  fd_set readers_;
  fd_set writers_;
  FileDescriptor highest_ = invalid_descriptor;
  std::vector<ReadyDescriptor> ready_;
};

}  // namespace asyncio
