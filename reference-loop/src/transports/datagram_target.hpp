// Where sendto() sends a datagram to.
// https://docs.python.org/3/library/asyncio-protocol.html#datagram-transports
#pragma once

#include <cstddef>

#include "asyncio/native.hpp"
#include "asyncio/transports.hpp"
#include "socket/address.hpp"

namespace asyncio {

class DatagramTarget {
 public:
  // What a waiting datagram takes of the buffer besides its bytes, so that empty ones count too.
  static constexpr std::size_t header_size = 8;  // of UDP

  // `remote`: the only address that is accepted; an empty one if there is none.
  DatagramTarget(FileDescriptor socket, net::SocketAddress remote);

  // The address to give to the system; an empty one where the socket knows its peer. A name is resolved,
  // which blocks. Throws ValueError for an address other than the remote one, OSError if a name cannot be
  // resolved.
  [[nodiscard]] net::SocketAddress address(const Address& to) const;

 private:
  [[nodiscard]] net::SocketAddress resolve(const Address& to) const;

  net::SocketAddress remote_;
  int family_;
  bool connected_;
};

}  // namespace asyncio
