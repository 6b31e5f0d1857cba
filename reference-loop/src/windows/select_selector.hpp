// The selector of Winsock's select().
// https://docs.python.org/3/library/selectors.html#selectors.SelectSelector,
// https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-select
//
// What it is bound by:
//   1. A set is a list of sockets, so it is their *number* that is limited: 512 for each direction, as
//   Python's
//      select module is built. Winsock itself takes lists of any length. One too many is noticed by the next
//      select(), which throws ValueError and waits for nothing.
//   2. Only sockets. A closed one, or anything else, makes the whole wait fail with WSAENOTSOCK (other codes
//   from
//      Wine), without telling which one it was. So every number that is not negative is taken when it is
//      registered.
//   3. A failed connect() is told in the third set, and nowhere else: writers are watched there too.
//   4. Three empty sets are an error, WSAEINVAL: then this selector waits without a system call on sockets.
#pragma once

#include <cstddef>
#include <vector>

#include "asyncio/native_socket.hpp"
#include "asyncio/selector.hpp"
#include "selector/number_table.hpp"
#include "selector/registrations.hpp"

namespace asyncio {

class WinsockSelectSelector final : public Selector {
 public:
  static constexpr std::size_t limit = 512;

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
  // An fd_set of our size, whatever FD_SETSIZE this is built with.
  struct SocketSet {
    u_int count = 0;
    SOCKET sockets[limit];
    explicit SocketSet(const std::vector<SOCKET>& watched) noexcept;
    fd_set* native() noexcept { return reinterpret_cast<fd_set*>(this); }
  };

  void set(FileDescriptor fd, EventMask events);
  void found(const SocketSet& set, EventMask event);

  Registrations registrations_;
  std::vector<SOCKET> readers_;
  std::vector<SOCKET> writers_;
  NumberTable<std::size_t> places_;  // of a descriptor in ready_, while that is made
  std::vector<ReadyDescriptor> ready_;
};

}  // namespace asyncio
