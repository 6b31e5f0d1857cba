// The socket calls that loops and transports need. Every socket made here is non-blocking and is not
// inherited by children. All throw OSError unless they say otherwise; those that give an error as a value do
// not throw.
//
// On Windows every socket made here can be used for overlapped I/O too.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "asyncio/native.hpp"
#include "socket/address.hpp"
#include "socket/error.hpp"
#include "socket/owned_descriptor.hpp"

namespace asyncio::net {

// `family` is AF_*, `type` SOCK_STREAM or SOCK_DGRAM.
[[nodiscard]] OwnedDescriptor open_socket(int family, int type);

// A connected pair of stream sockets: AF_UNIX on Unix, TCP over the loopback interface on Windows.
[[nodiscard]] DescriptorPair make_socket_pair();

// A connection, or the error.
struct Accepted {
  OwnedDescriptor socket;
  SocketAddress peer;
  SystemError error;
};
[[nodiscard]] Accepted accept_connection(FileDescriptor listening) noexcept;

// A lost peer is an error, never a signal.
[[nodiscard]] Transferred send_bytes(FileDescriptor socket, std::span<const std::byte> data) noexcept;
// To the connected peer if `to` is empty.
[[nodiscard]] Transferred send_datagram(FileDescriptor socket, std::span<const std::byte> data,
                                        const SocketAddress& to) noexcept;
// Size 0 is the end of the stream.
[[nodiscard]] Transferred receive_bytes(FileDescriptor socket, std::span<std::byte> buffer) noexcept;
[[nodiscard]] Transferred receive_datagram(FileDescriptor socket, std::span<std::byte> buffer,
                                           SocketAddress& from) noexcept;

// No error: it is connected. is_connecting(): wait until the socket is writable, then take_socket_error().
[[nodiscard]] SystemError start_connecting(FileDescriptor socket, const SocketAddress& to) noexcept;
[[nodiscard]] SystemError bind_socket(FileDescriptor socket, const SocketAddress& to) noexcept;
void listen(FileDescriptor socket, int backlog);
// The end of what is sent. A peer that has gone already is noticed by reading. Does not throw.
void shut_down_writing(FileDescriptor socket) noexcept;

// O_NONBLOCK of the open file description; FIONBIO.
void set_blocking(FileDescriptor socket, bool blocking);
// Whether a socket is known to be blocking. Windows does not tell: never there. Throws OSError.
[[nodiscard]] bool is_known_to_block(FileDescriptor socket);

// SO_TYPE, and AF_* of a socket.
[[nodiscard]] int socket_type(FileDescriptor socket);
[[nodiscard]] int socket_family(FileDescriptor socket);
// Takes and clears SO_ERROR.
[[nodiscard]] SystemError take_socket_error(FileDescriptor socket);
// "<socket fd=3, family=2, type=1>", for messages. Does not throw.
[[nodiscard]] std::string describe_socket(FileDescriptor socket);

void set_socket_option(FileDescriptor socket, int level, int option, int value);
// ValueError where the platform refuses it, or has no such thing.
void set_reuse_port(FileDescriptor socket);
// Whether a server lets a port be bound again at once unless it is told otherwise: on Windows the option
// would let two servers have one port at the same time.
[[nodiscard]] bool reuses_addresses() noexcept;
// TCP_NODELAY, if this is a TCP socket.
void set_no_delay(FileDescriptor socket);

// Null addresses (monostate) if the system does not know them. Do not throw.
[[nodiscard]] Address local_address(FileDescriptor socket) noexcept;
[[nodiscard]] Address peer_address(FileDescriptor socket) noexcept;

}  // namespace asyncio::net
