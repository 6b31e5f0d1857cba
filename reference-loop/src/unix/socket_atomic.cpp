// Making and using sockets and pipes where the kernel sets O_NONBLOCK and FD_CLOEXEC in the call that makes
// the descriptor (Linux, FreeBSD, NetBSD, OpenBSD), so that a child started by another thread meanwhile
// inherits nothing, and where send() can be told not to raise SIGPIPE.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "socket/socket.hpp"
#include "unix/descriptor.hpp"

namespace asyncio {
namespace unix_os {

DescriptorPair make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) < 0) throw_errno("pipe2");
  return {OwnedDescriptor(ends[0]), OwnedDescriptor(ends[1])};
}

}  // namespace unix_os

namespace net {

OwnedDescriptor open_socket(int family, int type) {
  OwnedDescriptor made(::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!made) unix_os::throw_errno("socket");
  return made;
}

DescriptorPair make_socket_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) < 0)
    unix_os::throw_errno("socketpair");
  return {OwnedDescriptor(ends[0]), OwnedDescriptor(ends[1])};
}

Accepted accept_connection(FileDescriptor listening) noexcept {
  Accepted result;
  sockaddr* address = result.peer.buffer();
  result.socket.reset(
      ::accept4(listening, address, result.peer.length_buffer(), SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!result.socket) result.error = last_error();
  return result;
}

Transferred send_bytes(FileDescriptor socket, std::span<const std::byte> data) noexcept {
  return unix_os::transferred(::send(socket, data.data(), data.size(), MSG_NOSIGNAL));
}

Transferred send_datagram(FileDescriptor socket, std::span<const std::byte> data,
                          const SocketAddress& to) noexcept {
  if (to.length() == 0) return send_bytes(socket, data);
  return unix_os::transferred(
      ::sendto(socket, data.data(), data.size(), MSG_NOSIGNAL, to.data(), to.length()));
}

}  // namespace net
}  // namespace asyncio
