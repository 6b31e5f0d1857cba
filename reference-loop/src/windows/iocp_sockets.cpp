// Overlapped operations on sockets.
// https://learn.microsoft.com/windows/win32/winsock/overlapped-i-o-and-event-objects-2
#include <winsock2.h>
// After winsock2.h, which must come first.
#include <mswsock.h>

#include "socket/socket.hpp"
#include "windows/iocp_operation.hpp"

namespace asyncio::windows_os {
namespace {

using net::SystemError;

SystemError last_socket_error() noexcept {
  return SystemError(WSAGetLastError());
}

Begun refused(IocpOperation& operation, SystemError error) noexcept {
  operation.finish(error, 0);
  return Begun::no_packet;
}

Begun socket_begun(IocpOperation& operation, int result) noexcept {
  return begun(operation, result == 0, result == 0 ? 0 : static_cast<DWORD>(WSAGetLastError()));
}

WSABUF whole_buffer(IocpOperation& operation) noexcept {
  return {operation_size(operation.buffer.size()), reinterpret_cast<char*>(operation.buffer.data())};
}

// The system does not write to what it sends, though the type of its parameter allows it.
WSABUF rest_of_buffer(IocpOperation& operation) noexcept {
  return {operation_size(operation.buffer.size() - operation.begin),
          reinterpret_cast<char*>(operation.buffer.data() + operation.begin)};
}

// ConnectEx() is not exported, but asked for; all providers of TCP here are Windows's own, so one answer
// does.
LPFN_CONNECTEX connect_ex(SOCKET socket) noexcept {
  static const LPFN_CONNECTEX function = [socket] {
    GUID id = WSAID_CONNECTEX;
    LPFN_CONNECTEX found = nullptr;
    DWORD size = 0;
    const int result = WSAIoctl(socket, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &found,
                                sizeof found, &size, nullptr, nullptr);
    return result == 0 ? found : nullptr;
  }();
  return function;
}

// The address of a socket, as far as it has one: WSAEINVAL if it is not bound.
SystemError own_address(SOCKET socket, sockaddr_storage& address) noexcept {
  int size = sizeof address;
  return getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) == 0 ? SystemError()
                                                                                : last_socket_error();
}

// ConnectEx() takes bound sockets only.
SystemError bind_to_any(SOCKET socket, int family) noexcept {
  sockaddr_storage address{};
  if (!own_address(socket, address)) return {};
  address = {};
  address.ss_family = static_cast<ADDRESS_FAMILY>(family);
  const int size = family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
  return bind(socket, reinterpret_cast<const sockaddr*>(&address), size) == 0 ? SystemError()
                                                                              : last_socket_error();
}

SystemError set_context(SOCKET socket, int option, const void* value, int size) noexcept {
  const int result = setsockopt(socket, SOL_SOCKET, option, static_cast<const char*>(value), size);
  return result == 0 ? SystemError() : last_socket_error();
}

}  // namespace

Begun begin_receive(IocpOperation& operation) noexcept {
  WSABUF buffer = whole_buffer(operation);
  operation.flags = 0;
  return socket_begun(operation, WSARecv(socket_of(operation), &buffer, 1, nullptr, &operation.flags,
                                         &operation.packet, nullptr));
}

Begun begin_receive_from(IocpOperation& operation) noexcept {
  // Windows refuses a socket that is not bound with WSAEINVAL; Wine 8.0 would wait for ever.
  sockaddr_storage own{};
  if (const SystemError error = own_address(socket_of(operation), own)) return refused(operation, error);
  WSABUF buffer = whole_buffer(operation);
  operation.flags = 0;
  sockaddr* const from = operation.address.buffer();
  operation.address_length = *operation.address.length_buffer();
  return socket_begun(operation, WSARecvFrom(socket_of(operation), &buffer, 1, nullptr, &operation.flags,
                                             from, &operation.address_length, &operation.packet, nullptr));
}

Begun begin_send(IocpOperation& operation) noexcept {
  WSABUF buffer = rest_of_buffer(operation);
  return socket_begun(operation,
                      WSASend(socket_of(operation), &buffer, 1, nullptr, 0, &operation.packet, nullptr));
}

Begun begin_send_to(IocpOperation& operation) noexcept {
  WSABUF buffer = rest_of_buffer(operation);
  return socket_begun(operation,
                      WSASendTo(socket_of(operation), &buffer, 1, nullptr, 0, operation.address.data(),
                                operation.address.length(), &operation.packet, nullptr));
}

Begun begin_accept(IocpOperation& operation) noexcept {
  sockaddr_storage own{};
  if (const SystemError error = own_address(socket_of(operation), own)) return refused(operation, error);
  try {
    operation.accepted = net::open_socket(own.ss_family, SOCK_STREAM);
  } catch (const OSError& error) {
    return refused(operation, SystemError(error.winerror().value_or(WSAENOBUFS)));
  }
  DWORD received = 0;
  const BOOL accepted = AcceptEx(socket_of(operation), static_cast<SOCKET>(operation.accepted.get()),
                                 operation.accept_addresses.data(), 0, IocpOperation::accept_address_size,
                                 IocpOperation::accept_address_size, &received, &operation.packet);
  return socket_begun(operation, accepted ? 0 : SOCKET_ERROR);
}

SystemError complete_accept(IocpOperation& operation) noexcept {
  const SOCKET listening = socket_of(operation);
  const auto accepted = static_cast<SOCKET>(operation.accepted.get());
  if (const SystemError error =
          set_context(accepted, SO_UPDATE_ACCEPT_CONTEXT, &listening, sizeof listening)) {
    return error;
  }
  sockaddr* const peer = operation.address.buffer();
  // A connection that has been reset already has no peer; reading from it will tell.
  if (getpeername(accepted, peer, operation.address.length_buffer()) != 0) operation.address = {};
  return {};
}

Begun begin_connect(IocpOperation& operation) noexcept {
  const SOCKET socket = socket_of(operation);
  if (const SystemError error = bind_to_any(socket, operation.address.family()))
    return refused(operation, error);
  const LPFN_CONNECTEX connect = connect_ex(socket);
  if (connect == nullptr) return refused(operation, SystemError(WSAEOPNOTSUPP));
  const BOOL connected = connect(socket, operation.address.data(), operation.address.length(), nullptr, 0,
                                 nullptr, &operation.packet);
  return socket_begun(operation, connected ? 0 : SOCKET_ERROR);
}

SystemError complete_connect(IocpOperation& operation) noexcept {
  // Until then neither getpeername() nor shutdown() work.
  return set_context(socket_of(operation), SO_UPDATE_CONNECT_CONTEXT, nullptr, 0);
}

Begun begin_send_file(IocpOperation& operation) noexcept {
  const HANDLE file = to_handle(operation.file);
  LARGE_INTEGER size{};
  if (!GetFileSizeEx(file, &size)) return refused(operation, SystemError(static_cast<int>(GetLastError())));
  const auto end = static_cast<std::uint64_t>(size.QuadPart);
  if (operation.offset >= end || operation.count == 0) return refused(operation, {});  // nothing to send
  const std::uint64_t left = end - operation.offset;
  const DWORD count =
      operation_size(left < operation.count ? static_cast<std::size_t>(left) : operation.count);
  operation.packet.Offset = static_cast<DWORD>(operation.offset);
  operation.packet.OffsetHigh = static_cast<DWORD>(operation.offset >> 32);
  const BOOL sent = TransmitFile(socket_of(operation), file, count, 0, &operation.packet, nullptr, 0);
  return socket_begun(operation, sent ? 0 : SOCKET_ERROR);
}

}  // namespace asyncio::windows_os
