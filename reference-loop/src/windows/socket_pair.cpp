// A connected pair of sockets, which Winsock has no call for: a TCP connection over the loopback interface.
#include <utility>

#include "socket/socket.hpp"
#include "windows/winsock.hpp"

namespace asyncio::net {
namespace {

using windows_os::throw_socket_error;
using windows_os::to_socket;

// Where the socket listens.
SocketAddress name_of(FileDescriptor listening) {
  SocketAddress address;
  sockaddr* buffer = address.buffer();
  if (::getsockname(to_socket(listening), buffer, address.length_buffer()) != 0)
    throw_socket_error("getsockname");
  return address;
}

}  // namespace

DescriptorPair make_socket_pair() {
  windows_os::use_winsock();
  const SocketAddress any_port = *numeric_address("127.0.0.1", 0, AF_INET);
  const OwnedDescriptor listening = open_socket(AF_INET, SOCK_STREAM);
  // Nobody else may listen at the same port, not even with SO_REUSEADDR.
  set_socket_option(listening.get(), SOL_SOCKET, SO_EXCLUSIVEADDRUSE, 1);
  if (const SystemError failure = bind_socket(listening.get(), any_port)) throw failure.exception("bind");
  // In blocking mode both calls wait for each other, and not for long: the queue takes the connection.
  set_blocking(listening.get(), true);
  listen(listening.get(), 8);

  DescriptorPair pair;
  pair.first = open_socket(AF_INET, SOCK_STREAM);
  set_blocking(pair.first.get(), true);
  const SystemError failure = start_connecting(pair.first.get(), name_of(listening.get()));
  if (failure) throw failure.exception("connect");
  const Address ours = local_address(pair.first.get());
  // Any process of this machine may have connected to the port meanwhile: only our own peer will do.
  while (!pair.second) {
    Accepted accepted = accept_connection(listening.get());
    if (!accepted.socket) throw accepted.error.exception("accept");
    if (accepted.peer.to_address() == ours) pair.second = std::move(accepted.socket);
  }
  set_blocking(pair.first.get(), false);
  return pair;
}

}  // namespace asyncio::net
