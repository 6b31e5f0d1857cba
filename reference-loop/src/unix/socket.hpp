// The socket calls that the transports need, with errors as exceptions. Every socket made here is
// non-blocking and is not inherited by children. All throw OSError unless they say otherwise.
#pragma once

#include <span>
#include <string>
#include <utility>

#include "asyncio/native.hpp"
#include "unix/address.hpp"
#include "unix/descriptor.hpp"

namespace asyncio::unix_os {

// `family` is AF_*, `type` SOCK_STREAM or SOCK_DGRAM.
[[nodiscard]] OwnedDescriptor open_socket(int family, int type);

// A connected pair of AF_UNIX stream sockets.
[[nodiscard]] DescriptorPair make_socket_pair();

// The result of accept(): no descriptor and errno if it failed. Does not throw.
struct Accepted {
  OwnedDescriptor socket;
  SocketAddress peer;
  int error_number = 0;
};
[[nodiscard]] Accepted accept_connection(FileDescriptor listening) noexcept;

// send() that gives an error instead of SIGPIPE: the number of bytes, or -1 and errno. Does not throw.
[[nodiscard]] ssize_t send_bytes(FileDescriptor socket, std::span<const std::byte> data) noexcept;
[[nodiscard]] ssize_t send_datagram(FileDescriptor socket, std::span<const std::byte> data,
                                    const SocketAddress& to) noexcept;
[[nodiscard]] ssize_t receive_bytes(FileDescriptor socket, std::span<std::byte> buffer) noexcept;
[[nodiscard]] ssize_t receive_datagram(FileDescriptor socket, std::span<std::byte> buffer,
                                       SocketAddress& from) noexcept;

// SO_TYPE, and AF_* of a socket.
[[nodiscard]] int socket_type(FileDescriptor socket);
[[nodiscard]] int socket_family(FileDescriptor socket);
// Takes and clears SO_ERROR.
[[nodiscard]] int take_socket_error(FileDescriptor socket);
// "<socket fd=3, family=2, type=1>", for messages. Does not throw.
[[nodiscard]] std::string describe_socket(FileDescriptor socket);

void set_socket_option(FileDescriptor socket, int level, int option, int value, const char* name);
// ValueError where the platform refuses it.
void set_reuse_port(FileDescriptor socket);
// TCP_NODELAY, if this is a TCP socket.
void set_no_delay(FileDescriptor socket);

// Null addresses (monostate) if the kernel does not know them. Do not throw.
[[nodiscard]] Address local_address(FileDescriptor socket) noexcept;
[[nodiscard]] Address peer_address(FileDescriptor socket) noexcept;

}  // namespace asyncio::unix_os
