// The socket calls on Winsock. What Python's socket module and asyncio leave alone is left alone here too:
//   1. SO_EXCLUSIVEADDRUSE is not set. It would keep another program from taking a server's port with
//   SO_REUSEADDR,
//      but also refuse what applications of asyncio do today, such as an SO_REUSEADDR of their own on a given
//      socket.
//   2. SIO_UDP_CONNRESET stays on: a datagram that its host refused makes a later receive fail with
//   WSAECONNRESET, of
//      which error_received() is told, as CPython's loops do.
#include "socket/socket.hpp"

#include <algorithm>
#include <climits>

#include "windows/text.hpp"
#include "windows/winsock.hpp"

namespace asyncio::net {
namespace {

using windows_os::throw_socket_error;
using windows_os::to_socket;

int integer_option(FileDescriptor socket, int option) {
  int value = 0;
  int length = sizeof(value);
  if (::getsockopt(to_socket(socket), SOL_SOCKET, option, reinterpret_cast<char*>(&value), &length) != 0) {
    throw_socket_error("getsockopt");
  }
  return value;
}

using NameCall = int(WSAAPI*)(SOCKET, sockaddr*, int*);

Address name_of(FileDescriptor socket, NameCall call) noexcept {
  SocketAddress address;
  sockaddr* buffer = address.buffer();
  if (call(to_socket(socket), buffer, address.length_buffer()) != 0) return std::monostate{};
  return address.to_address();
}

Transferred transferred(int result) noexcept {
  return result == SOCKET_ERROR ? Transferred{0, last_error()}
                                : Transferred{static_cast<std::size_t>(result), {}};
}

// Winsock counts in int.
int bounded(std::size_t size) noexcept {
  return static_cast<int>(std::min<std::size_t>(size, INT_MAX));
}

}  // namespace

// ---- Errors

std::string SystemError::message() const {
  return windows_os::system_message(code_);
}

SystemError last_error() noexcept {
  return SystemError(::WSAGetLastError());
}

bool SystemError::is_try_again() const noexcept {
  return code_ == WSAEWOULDBLOCK || code_ == WSAEINTR;
}
bool SystemError::is_connecting() const noexcept {
  return code_ == WSAEWOULDBLOCK || code_ == WSAEINPROGRESS || code_ == WSAEINTR;
}
bool SystemError::is_out_of_resources() const noexcept {
  return code_ == WSAEMFILE || code_ == WSAENOBUFS || code_ == WSA_NOT_ENOUGH_MEMORY;
}
bool SystemError::is_peer_gone() const noexcept {
  return code_ == WSAESHUTDOWN || code_ == WSAECONNRESET || code_ == WSAECONNABORTED;
}

constinit const SystemError connection_reset{WSAECONNRESET};
constinit const SystemError connection_aborted{WSAECONNABORTED};
constinit const SystemError address_not_available{WSAEADDRNOTAVAIL};
constinit const SystemError address_in_use{WSAEADDRINUSE};
constinit const SystemError family_not_supported{WSAEAFNOSUPPORT};
constinit const SystemError not_found{WSAHOST_NOT_FOUND};
constinit const SystemError broken_pipe{ERROR_BROKEN_PIPE};
constinit const SystemError access_denied{ERROR_ACCESS_DENIED};
constinit const SystemError invalid_argument{WSAEINVAL};

// ---- Making and closing

void OwnedDescriptor::reset(FileDescriptor fd) noexcept {
  if (fd_ != invalid_descriptor) {
    const int kept = ::WSAGetLastError();
    ::closesocket(to_socket(fd_));
    ::WSASetLastError(kept);
  }
  fd_ = fd;
}

OwnedDescriptor open_socket(int family, int type) {
  windows_os::use_winsock();
  OwnedDescriptor made(static_cast<FileDescriptor>(
      ::WSASocketW(family, type, 0, nullptr, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT)));
  if (!made) throw_socket_error("WSASocket");
  set_blocking(made.get(), false);
  return made;
}

Accepted accept_connection(FileDescriptor listening) noexcept {
  Accepted result;
  sockaddr* address = result.peer.buffer();
  result.socket.reset(
      static_cast<FileDescriptor>(::accept(to_socket(listening), address, result.peer.length_buffer())));
  if (!result.socket) {
    result.error = last_error();
    return result;
  }
  // It has the listening socket's mode, which may be another, and may be inherited: accept() takes no flags.
  // A child that another thread starts between the two calls gets it.
  unsigned long enabled = 1;
  if (!::SetHandleInformation(reinterpret_cast<HANDLE>(result.socket.get()), HANDLE_FLAG_INHERIT, 0)) {
    result.error = SystemError(static_cast<int>(::GetLastError()));
  } else if (::ioctlsocket(to_socket(result.socket.get()), static_cast<long>(FIONBIO), &enabled) != 0) {
    result.error = last_error();
  }
  if (result.error) result.socket.reset();
  return result;
}

// ---- Calls

Transferred send_bytes(FileDescriptor socket, std::span<const std::byte> data) noexcept {
  return transferred(
      ::send(to_socket(socket), reinterpret_cast<const char*>(data.data()), bounded(data.size()), 0));
}

Transferred send_datagram(FileDescriptor socket, std::span<const std::byte> data,
                          const SocketAddress& to) noexcept {
  if (to.length() == 0) return send_bytes(socket, data);
  return transferred(::sendto(to_socket(socket), reinterpret_cast<const char*>(data.data()),
                              bounded(data.size()), 0, to.data(), to.length()));
}

Transferred receive_bytes(FileDescriptor socket, std::span<std::byte> buffer) noexcept {
  return transferred(
      ::recv(to_socket(socket), reinterpret_cast<char*>(buffer.data()), bounded(buffer.size()), 0));
}

Transferred receive_datagram(FileDescriptor socket, std::span<std::byte> buffer,
                             SocketAddress& from) noexcept {
  sockaddr* address = from.buffer();
  return transferred(::recvfrom(to_socket(socket), reinterpret_cast<char*>(buffer.data()),
                                bounded(buffer.size()), 0, address, from.length_buffer()));
}

SystemError start_connecting(FileDescriptor socket, const SocketAddress& to) noexcept {
  return ::connect(to_socket(socket), to.data(), to.length()) == 0 ? SystemError() : last_error();
}

SystemError bind_socket(FileDescriptor socket, const SocketAddress& to) noexcept {
  return ::bind(to_socket(socket), to.data(), to.length()) == 0 ? SystemError() : last_error();
}

void listen(FileDescriptor socket, int backlog) {
  if (::listen(to_socket(socket), backlog) != 0) throw_socket_error("listen");
}

void shut_down_writing(FileDescriptor socket) noexcept {
  ::shutdown(to_socket(socket), SD_SEND);
}

// ---- Options and names

void set_blocking(FileDescriptor socket, bool blocking) {
  unsigned long enabled = blocking ? 0 : 1;
  if (::ioctlsocket(to_socket(socket), static_cast<long>(FIONBIO), &enabled) != 0) {
    throw_socket_error("ioctlsocket");
  }
}

bool is_known_to_block(FileDescriptor /*socket*/) {
  return false;
}

int socket_type(FileDescriptor socket) {
  return integer_option(socket, SO_TYPE);
}

int socket_family(FileDescriptor socket) {
  // Not getsockname(), which refuses a socket that is not bound.
  WSAPROTOCOL_INFOW info{};
  int length = sizeof(info);
  if (::getsockopt(to_socket(socket), SOL_SOCKET, SO_PROTOCOL_INFOW, reinterpret_cast<char*>(&info),
                   &length) != 0) {
    throw_socket_error("getsockopt");
  }
  return info.iAddressFamily;
}

SystemError take_socket_error(FileDescriptor socket) {
  return SystemError(integer_option(socket, SO_ERROR));
}

void set_socket_option(FileDescriptor socket, int level, int option, int value) {
  if (::setsockopt(to_socket(socket), level, option, reinterpret_cast<const char*>(&value), sizeof(value)) !=
      0) {
    throw_socket_error("setsockopt");
  }
}

void set_reuse_port(FileDescriptor /*socket*/) {
  throw ValueError("reuse_port not supported by socket module");
}

bool reuses_addresses() noexcept {
  return false;
}

Address local_address(FileDescriptor socket) noexcept {
  return name_of(socket, ::getsockname);
}
Address peer_address(FileDescriptor socket) noexcept {
  return name_of(socket, ::getpeername);
}

}  // namespace asyncio::net
