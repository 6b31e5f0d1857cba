// The sock_*() methods of the loop.
// https://docs.python.org/3/library/asyncio-eventloop.html#working-with-socket-objects-directly
#include <exception>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "base/names.hpp"
#include "selector/sock_operations.hpp"
#include "socket/socket.hpp"

namespace asyncio {
namespace {

template <class T>
using Attempt = std::function<std::optional<T>()>;

// What a system call's result says: a size, "not yet", or an error.
std::optional<std::size_t> size_of_call(const net::Transferred& result, const char* call) {
  if (!result.error) return result.size;
  if (result.error.is_try_again()) return std::nullopt;
  throw result.error.exception(call);
}

// Sends `data`, some of it with each attempt. Refers to it.
Attempt<std::monostate> send_rest(FileDescriptor socket, const std::vector<std::byte>& data) {
  return [socket, &data, sent = std::size_t{0}]() mutable -> std::optional<std::monostate> {
    const auto size = size_of_call(net::send_bytes(socket, std::span(data).subspan(sent)), "send");
    sent += size.value_or(0);
    if (sent < data.size() || !size) return std::nullopt;
    return std::monostate{};
  };
}

// Tries at once, then whenever the socket is ready.
template <class T>
Future<T> perform(SelectorEventLoop& loop, FileDescriptor socket, selector_events::Direction direction,
                  Attempt<T> attempt) {
  loop.check_socket_mode(socket);
  if (std::optional<T> value = attempt()) co_return std::move(*value);
  loop.check_not_owned(socket);
  const Future<T> later = selector_events::attempt_when_ready<T>(loop, socket, direction, std::move(attempt));
  T value = co_await later;
  co_return std::move(value);
}

}  // namespace

Future<std::vector<std::byte>> SelectorEventLoop::sock_recv(FileDescriptor socket, std::size_t maximum) {
  // One buffer for all attempts: making it means filling it.
  Attempt<std::vector<std::byte>> attempt =
      [socket, data = std::vector<std::byte>(maximum)]() mutable -> std::optional<std::vector<std::byte>> {
    const auto size = size_of_call(net::receive_bytes(socket, data), "recv");
    if (!size) return std::nullopt;
    data.resize(*size);
    return std::move(data);
  };
  return perform(*this, socket, selector_events::Direction::read, std::move(attempt));
}

Future<std::size_t> SelectorEventLoop::sock_recv_into(FileDescriptor socket, std::span<std::byte> buffer) {
  Attempt<std::size_t> attempt = [socket, buffer] {
    return size_of_call(net::receive_bytes(socket, buffer), "recv");
  };
  return perform(*this, socket, selector_events::Direction::read, std::move(attempt));
}

Future<Datagram> SelectorEventLoop::sock_recvfrom(FileDescriptor socket, std::size_t maximum) {
  Attempt<Datagram> attempt = [socket,
                               data = std::vector<std::byte>(maximum)]() mutable -> std::optional<Datagram> {
    net::SocketAddress from;
    const auto size = size_of_call(net::receive_datagram(socket, data, from), "recvfrom");
    if (!size) return std::nullopt;
    data.resize(*size);
    return Datagram{std::move(data), from.to_address()};
  };
  return perform(*this, socket, selector_events::Direction::read, std::move(attempt));
}

Future<std::pair<std::size_t, Address>> SelectorEventLoop::sock_recvfrom_into(FileDescriptor socket,
                                                                              std::span<std::byte> buffer) {
  using Result = std::pair<std::size_t, Address>;
  Attempt<Result> attempt = [socket, buffer]() -> std::optional<Result> {
    net::SocketAddress from;
    const auto size = size_of_call(net::receive_datagram(socket, buffer, from), "recvfrom");
    if (!size) return std::nullopt;
    return Result(*size, from.to_address());
  };
  return perform(*this, socket, selector_events::Direction::read, std::move(attempt));
}

Future<void> SelectorEventLoop::sock_sendall(FileDescriptor socket, std::vector<std::byte> data) {
  // The attempts refer to the data in this coroutine's frame, which waits for the last of them.
  const auto done = perform(*this, socket, selector_events::Direction::write, send_rest(socket, data));
  co_await done;
}

Future<std::size_t> SelectorEventLoop::sock_sendto(FileDescriptor socket, std::vector<std::byte> data,
                                                   Address to) {
  check_socket_mode(socket);
  const auto resolved = net::resolve_for(*this, socket, std::move(to));
  const net::SocketAddress target = co_await resolved;
  Attempt<std::size_t> attempt = [socket, &data, &target] {
    return size_of_call(net::send_datagram(socket, data, target), "sendto");
  };
  const auto done = perform(*this, socket, selector_events::Direction::write, std::move(attempt));
  const std::size_t size = co_await done;
  co_return size;
}

Future<void> SelectorEventLoop::sock_connect(FileDescriptor socket, Address to) {
  check_socket_mode(socket);
  const auto resolved = net::resolve_for(*this, socket, std::move(to));
  const net::SocketAddress target = co_await resolved;
  const auto connected = connect_socket(socket, target);
  co_await connected;
}

Future<void> SelectorEventLoop::connect_socket(FileDescriptor socket, net::SocketAddress to) {
  const std::string what = "Connect call failed " + net::to_text(to.to_address());
  const net::SystemError started = net::start_connecting(socket, to);
  if (!started) co_return;
  if (!started.is_connecting()) throw started.exception(what);
  check_not_owned(socket);
  const Attempt<std::monostate> attempt = [socket, what]() -> std::optional<std::monostate> {
    if (const net::SystemError failure = net::take_socket_error(socket)) throw failure.exception(what);
    return std::monostate{};
  };
  const auto connected =
      selector_events::attempt_when_ready<void>(*this, socket, selector_events::Direction::write, attempt);
  co_await connected;
}

Future<void> SelectorEventLoop::send_all(FileDescriptor socket, std::vector<std::byte> data) {
  Attempt<std::monostate> attempt = send_rest(socket, data);
  if (attempt()) co_return;
  // The attempts refer to the data in this coroutine's frame, which waits for the last of them.
  const auto done = selector_events::attempt_when_ready<void>(
      *this, socket, selector_events::Direction::write, std::move(attempt));
  co_await done;
}

Future<std::pair<FileDescriptor, Address>> SelectorEventLoop::sock_accept(FileDescriptor socket) {
  check_socket_mode(socket);
  // Owned here, so that a connection is not lost if the wait is cancelled just after it was accepted.
  net::Accepted accepted;
  Attempt<std::monostate> attempt = [socket, &accepted]() -> std::optional<std::monostate> {
    accepted = net::accept_connection(socket);
    if (accepted.socket) return std::monostate{};
    if (accepted.error.is_try_again()) return std::nullopt;
    throw accepted.error.exception("accept");
  };
  const auto done = perform(*this, socket, selector_events::Direction::read, std::move(attempt));
  co_await done;
  const Address peer = accepted.peer.to_address();
  co_return std::pair<FileDescriptor, Address>(accepted.socket.release(), peer);
}

}  // namespace asyncio
