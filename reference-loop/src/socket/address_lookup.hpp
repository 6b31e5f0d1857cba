// getaddrinfo(): names into addresses. https://man7.org/linux/man-pages/man3/getaddrinfo.3.html,
// https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-getaddrinfow
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "socket/address.hpp"

namespace asyncio::net {

struct AddressQuery {
  std::optional<std::string> host;  // nullopt: every interface if passive, else the loopback interface
  std::uint16_t port = 0;
  int family = AF_UNSPEC;
  int type = SOCK_STREAM;
  bool passive = false;  // the addresses are for bind()
};

// The answer if it needs no network: the host is numeric.
[[nodiscard]] std::optional<std::vector<SocketAddress>> look_up_numeric(const AddressQuery& query);

// Blocks, perhaps for long: for an executor. In the order of the resolver's preference, each address once.
// Throws AddressInfoError, or OSError if the resolver met a failing system call.
[[nodiscard]] std::vector<SocketAddress> look_up(const AddressQuery& query);

}  // namespace asyncio::net
