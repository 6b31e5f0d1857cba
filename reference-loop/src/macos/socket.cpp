// Making and using sockets and pipes on macOS, which has no pipe2(), no accept4(), no SOCK_CLOEXEC and no
// SOCK_NONBLOCK: the flags are set afterwards.
//
// A child that another thread starts in between could inherit the descriptor. The children of this library do
// not: they are started with POSIX_SPAWN_CLOEXEC_DEFAULT (spawn_attributes.cpp). Against a fork() of the
// application's own there is no remedy on this system; Python is in the same position:
// https://peps.python.org/pep-0446/#non-inheritable-file-descriptors.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "asyncio/exceptions.hpp"
#include "socket/socket.hpp"
#include "unix/descriptor.hpp"

namespace asyncio {
namespace {

using net::OwnedDescriptor;

// MSG_NOSIGNAL. Headers of older versions do not have the name; their kernels do not look at the bit. It is
// for the sockets that somebody else has made: those made here have SO_NOSIGPIPE (getsockopt(2)), which every
// version knows. Without either a write kills the process: https://github.com/libuv/libuv/issues/5087
constexpr int no_signal = 0x80000;

enum class Mode { blocking, non_blocking };

// False with errno set.
bool set_flags(FileDescriptor fd, Mode mode) noexcept {
  return ::fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 &&
         (mode == Mode::blocking || ::fcntl(fd, F_SETFL, O_NONBLOCK) == 0);
}

// False with errno set. A socket that is closed in both directions already refuses every option with EINVAL
// (sosetoptlock() in the kernel; https://github.com/rust-lang/socket2/issues/631 met it after accept()); what
// is sent to it is lost, and `no_signal` keeps the signal away there.
bool prepare_socket(FileDescriptor socket) noexcept {
  const int enabled = 1;
  return set_flags(socket, Mode::non_blocking) &&
         (::setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &enabled, sizeof(enabled)) == 0 || errno == EINVAL);
}

}  // namespace

namespace unix_os {

DescriptorPair make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) < 0) throw_errno("pipe");
  DescriptorPair pair{OwnedDescriptor(ends[0]), OwnedDescriptor(ends[1])};
  for (const int end : ends) {
    if (!set_flags(end, Mode::blocking)) throw_errno("fcntl");
  }
  return pair;
}

}  // namespace unix_os

namespace net {

OwnedDescriptor open_socket(int family, int type) {
  OwnedDescriptor made(::socket(family, type, 0));
  if (!made || !prepare_socket(made.get())) unix_os::throw_errno("socket");
  return made;
}

DescriptorPair make_socket_pair() {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) < 0) unix_os::throw_errno("socketpair");
  DescriptorPair pair{OwnedDescriptor(ends[0]), OwnedDescriptor(ends[1])};
  for (const int end : ends) {
    if (!prepare_socket(end)) unix_os::throw_errno("socketpair");
  }
  return pair;
}

Accepted accept_connection(FileDescriptor listening) noexcept {
  Accepted result;
  sockaddr* address = result.peer.buffer();
  result.socket.reset(::accept(listening, address, result.peer.length_buffer()));
  if (!result.socket) {
    result.error = last_error();
  } else if (!prepare_socket(result.socket.get())) {
    result.error = last_error();
    result.socket.reset();
  }
  return result;
}

Transferred send_bytes(FileDescriptor socket, std::span<const std::byte> data) noexcept {
  return unix_os::transferred(::send(socket, data.data(), data.size(), no_signal));
}

Transferred send_datagram(FileDescriptor socket, std::span<const std::byte> data,
                          const SocketAddress& to) noexcept {
  if (to.length() == 0) return send_bytes(socket, data);
  return unix_os::transferred(::sendto(socket, data.data(), data.size(), no_signal, to.data(), to.length()));
}

}  // namespace net
}  // namespace asyncio
