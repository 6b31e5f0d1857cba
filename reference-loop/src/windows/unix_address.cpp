// Python has no AF_UNIX on Windows, so nothing here has such an address.
#include "asyncio/exceptions.hpp"
#include "socket/address.hpp"

namespace asyncio::net {

Address unix_address(const sockaddr* /*address*/, SocketLength /*length*/) {
  return std::monostate{};
}

SocketAddress unix_socket_address(const std::string& /*path*/) {
  throw TypeError("AF_INET address must be tuple, not str");
}

}  // namespace asyncio::net
