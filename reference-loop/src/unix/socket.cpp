// What is the same on every Unix of the socket calls.
#include "socket/socket.hpp"

#include <cerrno>
#include <system_error>

#include "unix/descriptor.hpp"

namespace asyncio::net {
namespace {

int integer_option(FileDescriptor socket, int option) {
  int value = 0;
  socklen_t length = sizeof(value);
  if (::getsockopt(socket, SOL_SOCKET, option, &value, &length) < 0) unix_os::throw_errno("getsockopt");
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

// ---- Errors

std::string SystemError::message() const {
  return std::generic_category().message(code_);
}

SystemError last_error() noexcept {
  return SystemError(errno);
}

bool SystemError::is_try_again() const noexcept {
  return code_ == EAGAIN || code_ == EWOULDBLOCK || code_ == EINTR;
}
bool SystemError::is_connecting() const noexcept {
  // An interrupted connect() goes on in the background. EAGAIN is no such thing: a Unix socket's queue is
  // full, or there is no free port.
  return code_ == EINPROGRESS || code_ == EINTR;
}
bool SystemError::is_out_of_resources() const noexcept {
  return code_ == EMFILE || code_ == ENFILE || code_ == ENOBUFS || code_ == ENOMEM;
}
bool SystemError::is_peer_gone() const noexcept {
  return code_ == EPIPE || code_ == ECONNRESET;
}

constinit const SystemError connection_reset{ECONNRESET};
constinit const SystemError connection_aborted{ECONNABORTED};
constinit const SystemError address_not_available{EADDRNOTAVAIL};
constinit const SystemError address_in_use{EADDRINUSE};
constinit const SystemError family_not_supported{EAFNOSUPPORT};
constinit const SystemError not_found{ENOENT};
constinit const SystemError broken_pipe{EPIPE};
constinit const SystemError access_denied{EACCES};
constinit const SystemError invalid_argument{EINVAL};

// ---- Calls

Transferred receive_bytes(FileDescriptor socket, std::span<std::byte> buffer) noexcept {
  return unix_os::transferred(::recv(socket, buffer.data(), buffer.size(), 0));
}

Transferred receive_datagram(FileDescriptor socket, std::span<std::byte> buffer,
                             SocketAddress& from) noexcept {
  sockaddr* address = from.buffer();
  return unix_os::transferred(
      ::recvfrom(socket, buffer.data(), buffer.size(), 0, address, from.length_buffer()));
}

SystemError start_connecting(FileDescriptor socket, const SocketAddress& to) noexcept {
  return ::connect(socket, to.data(), to.length()) == 0 ? SystemError() : last_error();
}

SystemError bind_socket(FileDescriptor socket, const SocketAddress& to) noexcept {
  return ::bind(socket, to.data(), to.length()) == 0 ? SystemError() : last_error();
}

void listen(FileDescriptor socket, int backlog) {
  if (::listen(socket, backlog) < 0) unix_os::throw_errno("listen");
}

void shut_down_writing(FileDescriptor socket) noexcept {
  ::shutdown(socket, SHUT_WR);
}

// ---- Options and names

int socket_type(FileDescriptor socket) {
  return integer_option(socket, SO_TYPE);
}

int socket_family(FileDescriptor socket) {
  SocketAddress address;
  sockaddr* buffer = address.buffer();
  if (::getsockname(socket, buffer, address.length_buffer()) < 0) unix_os::throw_errno("getsockname");
  return address.family();
}

SystemError take_socket_error(FileDescriptor socket) {
  return SystemError(integer_option(socket, SO_ERROR));
}

void set_socket_option(FileDescriptor socket, int level, int option, int value) {
  if (::setsockopt(socket, level, option, &value, sizeof(value)) < 0) unix_os::throw_errno("setsockopt");
}

void set_reuse_port(FileDescriptor socket) {
  const int enabled = 1;
  if (::setsockopt(socket, SOL_SOCKET, SO_REUSEPORT, &enabled, sizeof(enabled)) < 0) {
    throw ValueError("reuse_port not supported by socket module, SO_REUSEPORT defined but not implemented.");
  }
}

bool reuses_addresses() noexcept {
  return true;
}

Address local_address(FileDescriptor socket) noexcept {
  return name_of(socket, ::getsockname);
}
Address peer_address(FileDescriptor socket) noexcept {
  return name_of(socket, ::getpeername);
}

}  // namespace asyncio::net
