// Between Address, which people read, and sockaddr, which the kernel reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "asyncio/address.hpp"
#include "asyncio/native_socket.hpp"

namespace asyncio::net {

// A sockaddr of any family, with its length.
class SocketAddress {
 public:
  SocketAddress() noexcept = default;
  // Copies `length` bytes; more than fits is cut off, as the kernel does.
  SocketAddress(const sockaddr* address, SocketLength length) noexcept;

  [[nodiscard]] const sockaddr* data() const noexcept;
  // To be filled by the kernel: room for any address, and where to write its length.
  [[nodiscard]] sockaddr* buffer() noexcept;
  [[nodiscard]] SocketLength* length_buffer() noexcept;

  [[nodiscard]] SocketLength length() const noexcept { return length_; }
  [[nodiscard]] int family() const noexcept { return storage_.ss_family; }
  [[nodiscard]] Address to_address() const;

  friend bool operator==(const SocketAddress& left, const SocketAddress& right) noexcept;

 private:
  sockaddr_storage storage_{};
  SocketLength length_ = 0;
};

// AF_* of a family.
[[nodiscard]] int to_native(AddressFamily family) noexcept;

// The address if `host` is numeric and of `family` (AF_UNSPEC: of any); nullopt if it is a name.
[[nodiscard]] std::optional<SocketAddress> numeric_address(const std::string& host, std::uint16_t port,
                                                           int family);

// The address of a Unix socket, and back. OSError (ENAMETOOLONG) for a path that does not fit; TypeError
// where there are no such sockets.
[[nodiscard]] SocketAddress unix_socket_address(const std::string& path);
[[nodiscard]] Address unix_address(const sockaddr* address, SocketLength length);

// As Python shows it: ('127.0.0.1', 80), '/tmp/socket'.
[[nodiscard]] std::string to_text(const Address& address);

}  // namespace asyncio::net
