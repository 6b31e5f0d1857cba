#include "transports/datagram_target.hpp"

#include <variant>

#include "asyncio/exceptions.hpp"
#include "socket/address_lookup.hpp"
#include "socket/socket.hpp"

namespace asyncio {

DatagramTarget::DatagramTarget(FileDescriptor socket, net::SocketAddress remote)
    : remote_(remote),
      family_(net::socket_family(socket)),
      connected_(net::peer_address(socket).index() != 0) {}

net::SocketAddress DatagramTarget::resolve(const Address& to) const {
  if (const auto* local = std::get_if<UnixAddress>(&to)) return net::unix_socket_address(local->path);
  const auto* internet = std::get_if<InternetAddress>(&to);
  if (internet == nullptr) return {};
  if (auto numeric = net::numeric_address(internet->host, internet->port, family_)) return *numeric;
  return net::look_up({internet->host, internet->port, family_, SOCK_DGRAM, false}).front();
}

net::SocketAddress DatagramTarget::address(const Address& to) const {
  const net::SocketAddress given = resolve(to);
  const bool has_remote = remote_.length() != 0;
  if (given.length() != 0 && has_remote && !(given == remote_)) {
    throw ValueError("Invalid address: must be None or " + net::to_text(remote_.to_address()));
  }
  // A connected socket knows its peer, and some systems refuse to be told again.
  if (connected_) return {};
  return given.length() != 0 ? given : remote_;
}

}  // namespace asyncio
