// The selector of epoll. https://docs.python.org/3/library/selectors.html#selectors.EpollSelector, epoll(7)
//
// What it is bound by:
//   1. The kernel refuses files and directories with EPERM, when they are registered.
//   2. It watches open file descriptions, not numbers. Closing the last descriptor of one ends the watching
//   without a word;
//      the number may come back as something else, which the kernel does not know yet (ENOENT), so modify()
//      registers it anew. If a duplicate keeps the description open, a closed descriptor goes on being
//      reported.
//   3. Timeouts are in milliseconds.
//   4. Hang-ups and errors are reported whatever was asked for. They count as everything that was asked for.
// It is level-triggered: what stays ready is reported again.
#pragma once

#include <sys/epoll.h>

#include <vector>

#include "asyncio/selector.hpp"
#include "selector/registrations.hpp"
#include "socket/owned_descriptor.hpp"

namespace asyncio {

class EpollSelector final : public Selector {
 public:
  EpollSelector();  // throws OSError

  void register_descriptor(FileDescriptor fd, EventMask events) override;
  void modify(FileDescriptor fd, EventMask events) override;
  void unregister(FileDescriptor fd) override;
  [[nodiscard]] EventMask registered(FileDescriptor fd) const noexcept override {
    return registrations_.find(fd);
  }
  std::span<const ReadyDescriptor> select(std::optional<Duration> timeout) override;
  void close() noexcept override;
  [[nodiscard]] std::string_view class_name() const noexcept override { return "EpollSelector"; }

 private:
  bool control(int operation, FileDescriptor fd, EventMask events) noexcept;

  net::OwnedDescriptor epoll_;
  Registrations registrations_;
  std::vector<epoll_event> found_;  // room for all that is registered, so that nothing waits for a later turn
  std::vector<ReadyDescriptor> ready_;
};

}  // namespace asyncio
