// The sock_*() methods of the loop.
// https://docs.python.org/3/library/asyncio-eventloop.html#working-with-socket-objects-directly
#include <cerrno>
#include <exception>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "unix/sock_operations.hpp"
#include "unix/socket.hpp"

namespace asyncio {
namespace {

template <class T>
using Attempt = std::function<std::optional<T>()>;

// What a system call's result says: a size, "not yet", or an error.
std::optional<std::size_t> size_of_call(ssize_t result, const char* call) {
  if (result >= 0) return static_cast<std::size_t>(result);
  if (unix_os::is_try_again(errno)) return std::nullopt;
  throw OSError(errno, call);
}

// Tries at once, then whenever the socket is ready.
template <class T>
Future<T> perform(UnixSelectorEventLoop& loop, FileDescriptor socket, unix_os::Direction direction,
                  Attempt<T> attempt) {
  unix_os::check_socket_mode(loop, socket);
  if (std::optional<T> value = attempt()) co_return std::move(*value);
  loop.check_not_owned(socket);
  const Future<T> later = unix_os::attempt_when_ready<T>(loop, socket, direction, std::move(attempt));
  T value = co_await later;
  co_return std::move(value);
}

}  // namespace

Future<std::vector<std::byte>> UnixSelectorEventLoop::sock_recv(FileDescriptor socket, std::size_t maximum) {
  // One buffer for all attempts: making it means filling it.
  Attempt<std::vector<std::byte>> attempt =
      [socket, data = std::vector<std::byte>(maximum)]() mutable -> std::optional<std::vector<std::byte>> {
    const auto size = size_of_call(unix_os::receive_bytes(socket, data), "recv");
    if (!size) return std::nullopt;
    data.resize(*size);
    return std::move(data);
  };
  return perform(*this, socket, unix_os::Direction::read, std::move(attempt));
}

Future<std::size_t> UnixSelectorEventLoop::sock_recv_into(FileDescriptor socket,
                                                          std::span<std::byte> buffer) {
  Attempt<std::size_t> attempt = [socket, buffer] {
    return size_of_call(unix_os::receive_bytes(socket, buffer), "recv");
  };
  return perform(*this, socket, unix_os::Direction::read, std::move(attempt));
}

Future<Datagram> UnixSelectorEventLoop::sock_recvfrom(FileDescriptor socket, std::size_t maximum) {
  Attempt<Datagram> attempt = [socket,
                               data = std::vector<std::byte>(maximum)]() mutable -> std::optional<Datagram> {
    unix_os::SocketAddress from;
    const auto size = size_of_call(unix_os::receive_datagram(socket, data, from), "recvfrom");
    if (!size) return std::nullopt;
    data.resize(*size);
    return Datagram{std::move(data), from.to_address()};
  };
  return perform(*this, socket, unix_os::Direction::read, std::move(attempt));
}

Future<std::pair<std::size_t, Address>> UnixSelectorEventLoop::sock_recvfrom_into(
    FileDescriptor socket, std::span<std::byte> buffer) {
  using Result = std::pair<std::size_t, Address>;
  Attempt<Result> attempt = [socket, buffer]() -> std::optional<Result> {
    unix_os::SocketAddress from;
    const auto size = size_of_call(unix_os::receive_datagram(socket, buffer, from), "recvfrom");
    if (!size) return std::nullopt;
    return Result(*size, from.to_address());
  };
  return perform(*this, socket, unix_os::Direction::read, std::move(attempt));
}

Future<void> UnixSelectorEventLoop::sock_sendall(FileDescriptor socket, std::vector<std::byte> data) {
  Attempt<std::monostate> attempt = [socket, &data,
                                     sent = std::size_t{0}]() mutable -> std::optional<std::monostate> {
    const auto size = size_of_call(unix_os::send_bytes(socket, std::span(data).subspan(sent)), "send");
    sent += size.value_or(0);
    if (sent < data.size() || !size) return std::nullopt;
    return std::monostate{};
  };
  // The attempts refer to the data in this coroutine's frame, which waits for the last of them.
  const auto done = perform(*this, socket, unix_os::Direction::write, std::move(attempt));
  co_await done;
}

Future<std::size_t> UnixSelectorEventLoop::sock_sendto(FileDescriptor socket, std::vector<std::byte> data,
                                                       Address to) {
  unix_os::check_socket_mode(*this, socket);
  const auto resolved = unix_os::resolve_for(*this, socket, std::move(to));
  const unix_os::SocketAddress target = co_await resolved;
  Attempt<std::size_t> attempt = [socket, &data, &target] {
    return size_of_call(unix_os::send_datagram(socket, data, target), "sendto");
  };
  const auto done = perform(*this, socket, unix_os::Direction::write, std::move(attempt));
  const std::size_t size = co_await done;
  co_return size;
}

Future<void> UnixSelectorEventLoop::sock_connect(FileDescriptor socket, Address to) {
  unix_os::check_socket_mode(*this, socket);
  const auto resolved = unix_os::resolve_for(*this, socket, std::move(to));
  const unix_os::SocketAddress target = co_await resolved;
  const auto connected = unix_os::connect_socket(*this, socket, target);
  co_await connected;
}

Future<std::pair<FileDescriptor, Address>> UnixSelectorEventLoop::sock_accept(FileDescriptor socket) {
  unix_os::check_socket_mode(*this, socket);
  // Owned here, so that a connection is not lost if the wait is cancelled just after it was accepted.
  unix_os::Accepted accepted;
  Attempt<std::monostate> attempt = [socket, &accepted]() -> std::optional<std::monostate> {
    accepted = unix_os::accept_connection(socket);
    if (accepted.socket) return std::monostate{};
    if (unix_os::is_try_again(accepted.error_number)) return std::nullopt;
    throw OSError(accepted.error_number, "accept");
  };
  const auto done = perform(*this, socket, unix_os::Direction::read, std::move(attempt));
  co_await done;
  const Address peer = accepted.peer.to_address();
  co_return std::pair<FileDescriptor, Address>(accepted.socket.release(), peer);
}

}  // namespace asyncio
