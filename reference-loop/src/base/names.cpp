#include "base/names.hpp"

#include <utility>

#include "base/base_event_loop.hpp"
#include "socket/address_lookup.hpp"
#include "socket/socket.hpp"

namespace asyncio {
namespace net {

Future<std::vector<SocketAddress>> resolve(EventLoop& loop, std::optional<std::string> host,
                                           std::uint16_t port, int family, int type, bool passive) {
  const AddressQuery query{std::move(host), port, family, type, passive};
  if (auto known = look_up_numeric(query)) co_return std::move(*known);
  // Shared with the executor's thread, which may still be at it when this coroutine has been cancelled.
  const auto found = std::make_shared<std::vector<SocketAddress>>();
  std::function<void()> job = [query, found] { *found = look_up(query); };
  const Future<void> looked_up = loop.run_in_executor(std::move(job));
  co_await looked_up;
  if (found->empty()) throw not_found.exception("getaddrinfo() returned empty list");
  co_return *found;
}

Future<SocketAddress> resolve_for(EventLoop& loop, FileDescriptor socket, Address address) {
  if (const auto* local = std::get_if<UnixAddress>(&address)) co_return unix_socket_address(local->path);
  const auto* internet = std::get_if<InternetAddress>(&address);
  if (internet == nullptr) co_return SocketAddress();
  const int family = socket_family(socket);
  const auto found = resolve(loop, internet->host, internet->port, family, socket_type(socket), false);
  const std::vector<SocketAddress> addresses = co_await found;
  co_return addresses.front();
}

}  // namespace net

Future<std::vector<Address>> BaseEventLoop::getaddrinfo(std::string host, std::uint16_t port,
                                                        AddressFamily family) {
  const auto found = std::make_shared<std::vector<net::SocketAddress>>();
  // Not within co_await: g++ 12 destroys a closure with captures twice there.
  std::function<void()> look_up = [found, host = std::move(host), port, family] {
    *found = net::look_up({.host = host, .port = port, .family = net::to_native(family)});
  };
  co_await run_in_executor(std::move(look_up));
  std::vector<Address> addresses;
  for (const net::SocketAddress& address : *found) {
    addresses.push_back(address.to_address());
  }
  co_return addresses;
}

}  // namespace asyncio
