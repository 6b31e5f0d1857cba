// The loop's methods that make servers.
// https://docs.python.org/3/library/asyncio-eventloop.html#creating-network-servers
#include <cctype>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "base/base_event_loop.hpp"
#include "base/connecting.hpp"
#include "base/names.hpp"
#include "socket/socket.hpp"
#include "transports/stream_server.hpp"

namespace asyncio {
namespace {

using net::OwnedDescriptor;
using net::SocketAddress;

std::string lower_case_message(net::SystemError error) {
  std::string text = error.message();
  if (!text.empty()) text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
  return text;
}

// No socket if the system does not have the address's family, which a resolver may name all the same.
OwnedDescriptor bind_stream_socket(const SocketAddress& address, const ServerOptions& options) {
  OwnedDescriptor socket;
  try {
    socket = net::open_socket(address.family(), SOCK_STREAM);
  } catch (const OSError& error) {
    if (error.error_number() == net::family_not_supported.code()) return {};
    throw;
  }
  if (options.reuse_address.value_or(net::reuses_addresses())) {
    net::set_socket_option(socket.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  }
  if (options.reuse_port.value_or(false)) net::set_reuse_port(socket.get());
  if (address.family() == AF_INET6) {
    // Else the socket would take IPv4's port too, for which there is a socket of its own.
    net::set_socket_option(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, 1);
  }
  if (const net::SystemError failure = net::bind_socket(socket.get(), address)) {
    if (failure == net::address_not_available && address.family() == AF_INET6) return {};
    throw failure.exception("error while attempting to bind on address " +
                            net::to_text(address.to_address()) + ": " + lower_case_message(failure));
  }
  return socket;
}

std::shared_ptr<StreamServer> stream_server(const std::shared_ptr<Server>& server) {
  auto stream = std::dynamic_pointer_cast<StreamServer>(server);
  if (!stream) throw TypeError("a server of this loop was expected");
  return stream;
}

}  // namespace

Future<std::shared_ptr<Server>> BaseEventLoop::create_server(Factory<Protocol> factory,
                                                             ServerOptions options) {
  std::vector<OwnedDescriptor> sockets;
  if (options.socket) {
    if (options.host || options.port != 0) {
      throw ValueError("host/port and sock can not be specified at the same time");
    }
    sockets.push_back(take_stream_socket(*options.socket));
  } else {
    std::optional<std::string> host = options.host;
    if (host && host->empty()) host.reset();
    const auto resolving =
        net::resolve(*this, host, options.port, net::to_native(options.family), SOCK_STREAM, true);
    const std::vector<SocketAddress> addresses = co_await resolving;
    for (const SocketAddress& address : addresses) {
      if (OwnedDescriptor socket = bind_stream_socket(address, options)) sockets.push_back(std::move(socket));
    }
    if (sockets.empty()) throw net::address_not_available.exception("could not bind on any address");
  }
  const auto server = StreamServer::make(*this, std::move(sockets), std::move(factory), options.backlog);
  if (options.start_serving) server->start_serving();
  co_return std::shared_ptr<Server>(server);
}

Future<void> BaseEventLoop::start_serving(std::shared_ptr<Server> server) {
  stream_server(server)->start_serving();
  co_return;
}

Future<void> BaseEventLoop::wait_closed(std::shared_ptr<Server> server) {
  const Future<void> closed = stream_server(server)->wait_closed();
  co_await closed;
}

}  // namespace asyncio
