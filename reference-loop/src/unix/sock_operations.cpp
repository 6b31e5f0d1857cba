#include "unix/sock_operations.hpp"

#include <sys/socket.h>

#include <cerrno>
#include <exception>
#include <string>

#include "asyncio/exceptions.hpp"
#include "unix/address_lookup.hpp"
#include "unix/socket.hpp"

namespace asyncio::unix_os {

ScopedWatch::ScopedWatch(UnixSelectorEventLoop& loop, FileDescriptor fd, Direction direction,
                         std::function<void()> ready)
    : loop_(loop), fd_(fd), direction_(direction) {
  const auto shared = std::make_shared<const std::function<void()>>(std::move(ready));
  callback_ = shared;
  auto call = [shared] { (*shared)(); };
  if (direction == Direction::read) {
    loop_.watch_reader(fd_, std::move(call));
  } else {
    loop_.watch_writer(fd_, std::move(call));
  }
}

void ScopedWatch::stop() noexcept {
  if (callback_.expired()) return;
  callback_.reset();
  try {
    if (direction_ == Direction::read) {
      loop_.unwatch_reader(fd_);
    } else {
      loop_.unwatch_writer(fd_);
    }
  } catch (const Error& error) {
    // The application has closed the descriptor meanwhile; the kernel watches it no longer.
    static_cast<void>(error);
  }
}

void check_socket_mode(const UnixSelectorEventLoop& loop, FileDescriptor socket) {
  if (loop.get_debug() && is_blocking(socket)) throw ValueError("the socket must be non-blocking");
}

Future<void> connect_socket(UnixSelectorEventLoop& loop, FileDescriptor socket, SocketAddress to) {
  const std::string what = "Connect call failed " + to_text(to.to_address());
  if (::connect(socket, to.data(), to.length()) == 0) co_return;
  // An interrupted connect() goes on in the background. EAGAIN is no such thing: a Unix socket's queue is
  // full, or there is no free port.
  if (errno != EINPROGRESS && errno != EINTR) throw OSError(errno, what);
  loop.check_not_owned(socket);
  const std::function<std::optional<std::monostate>()> attempt = [socket,
                                                                  what]() -> std::optional<std::monostate> {
    if (const int failure = take_socket_error(socket); failure != 0) throw OSError(failure, what);
    return std::monostate{};
  };
  const auto connected = attempt_when_ready<void>(loop, socket, Direction::write, attempt);
  co_await connected;
}

Future<std::vector<SocketAddress>> resolve(UnixSelectorEventLoop& loop, std::optional<std::string> host,
                                           std::uint16_t port, int family, int type, bool passive) {
  const AddressQuery query{std::move(host), port, family, type, passive};
  if (auto known = look_up_numeric(query)) co_return std::move(*known);
  // Shared with the executor's thread, which may still be at it when this coroutine has been cancelled.
  const auto found = std::make_shared<std::vector<SocketAddress>>();
  std::function<void()> job = [query, found] { *found = look_up(query); };
  const Future<void> looked_up = loop.run_in_executor(std::move(job));
  co_await looked_up;
  if (found->empty()) throw OSError(ENOENT, "getaddrinfo() returned empty list");
  co_return *found;
}

Future<SocketAddress> resolve_for(UnixSelectorEventLoop& loop, FileDescriptor socket, Address address) {
  if (const auto* local = std::get_if<UnixAddress>(&address)) co_return unix_socket_address(local->path);
  const auto* internet = std::get_if<InternetAddress>(&address);
  if (internet == nullptr) co_return SocketAddress();
  const int family = socket_family(socket);
  const auto found = resolve(loop, internet->host, internet->port, family, socket_type(socket), false);
  const std::vector<SocketAddress> addresses = co_await found;
  co_return addresses.front();
}

}  // namespace asyncio::unix_os
