#include "unix/socket.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

#include "asyncio/exceptions.hpp"

namespace asyncio::unix_os {
namespace {

int integer_option(FileDescriptor socket, int option, const char* name) {
  int value = 0;
  socklen_t length = sizeof(value);
  if (::getsockopt(socket, SOL_SOCKET, option, &value, &length) < 0) throw_errno(name);
  return value;
}

using NameCall = int (*)(int, sockaddr*, socklen_t*);

Address name_of(FileDescriptor socket, NameCall call) noexcept {
  SocketAddress address;
  sockaddr* buffer = address.buffer();
  if (call(socket, buffer, address.length_buffer()) < 0) return std::monostate{};
  return address.to_address();
}

}  // namespace

ssize_t receive_bytes(FileDescriptor socket, std::span<std::byte> buffer) noexcept {
  return ::recv(socket, buffer.data(), buffer.size(), 0);
}

ssize_t receive_datagram(FileDescriptor socket, std::span<std::byte> buffer, SocketAddress& from) noexcept {
  sockaddr* address = from.buffer();
  return ::recvfrom(socket, buffer.data(), buffer.size(), 0, address, from.length_buffer());
}

int socket_type(FileDescriptor socket) {
  return integer_option(socket, SO_TYPE, "getsockopt");
}

int socket_family(FileDescriptor socket) {
  SocketAddress address;
  sockaddr* buffer = address.buffer();
  if (::getsockname(socket, buffer, address.length_buffer()) < 0) throw_errno("getsockname");
  return address.family();
}

int take_socket_error(FileDescriptor socket) {
  return integer_option(socket, SO_ERROR, "getsockopt");
}

std::string describe_socket(FileDescriptor socket) {
  std::string text = "<socket fd=" + std::to_string(socket);
  try {
    text +=
        ", family=" + std::to_string(socket_family(socket)) + ", type=" + std::to_string(socket_type(socket));
  } catch (const OSError&) {
    text += ", not a socket";
  }
  return text + ">";
}

void set_socket_option(FileDescriptor socket, int level, int option, int value, const char* name) {
  if (::setsockopt(socket, level, option, &value, sizeof(value)) < 0) throw_errno(name);
}

void set_reuse_port(FileDescriptor socket) {
  const int enabled = 1;
  if (::setsockopt(socket, SOL_SOCKET, SO_REUSEPORT, &enabled, sizeof(enabled)) < 0) {
    throw ValueError("reuse_port not supported by socket module, SO_REUSEPORT defined but not implemented.");
  }
}

void set_no_delay(FileDescriptor socket) {
  const int family = socket_family(socket);
  if ((family != AF_INET && family != AF_INET6) || socket_type(socket) != SOCK_STREAM) return;
  const int enabled = 1;
  // A connection that its peer has reset already refuses options (EINVAL on some systems); reading will tell.
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &enabled, sizeof(enabled));
}

Address local_address(FileDescriptor socket) noexcept {
  return name_of(socket, ::getsockname);
}
Address peer_address(FileDescriptor socket) noexcept {
  return name_of(socket, ::getpeername);
}

}  // namespace asyncio::unix_os
