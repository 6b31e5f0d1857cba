// loop.create_datagram_endpoint().
// https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.create_datagram_endpoint
#include <algorithm>
#include <exception>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "base/base_event_loop.hpp"
#include "base/connecting.hpp"
#include "base/names.hpp"
#include "socket/socket.hpp"

namespace asyncio {
namespace {

using net::OwnedDescriptor;
using net::SocketAddress;

// A pair of addresses of one family to try; either may be empty.
struct AddressPair {
  int family = AF_UNSPEC;
  SocketAddress local;
  SocketAddress remote;
};

// An endpoint's socket, ready for its transport.
struct BoundSocket {
  OwnedDescriptor socket;
  SocketAddress remote;
};

std::shared_ptr<BoundSocket> take_given_socket(const DatagramOptions& options) {
  if (net::socket_type(*options.socket) != SOCK_DGRAM) {
    throw ValueError("A UDP Socket was expected, got " + net::describe_socket(*options.socket));
  }
  if (options.local || options.remote || options.family != AddressFamily::unspecified ||
      options.reuse_port.value_or(false) || options.allow_broadcast) {
    throw ValueError("socket modifier keyword arguments can not be used when sock is specified.");
  }
  net::set_blocking(*options.socket, false);
  return std::make_shared<BoundSocket>(BoundSocket{OwnedDescriptor(*options.socket), {}});
}

std::vector<AddressPair> pair_up(const std::vector<SocketAddress>& locals,
                                 const std::vector<SocketAddress>& remotes, const DatagramOptions& options) {
  std::vector<AddressPair> pairs;
  const auto pair_of = [&](int family) -> AddressPair& {
    const auto same = [&](const AddressPair& pair) { return pair.family == family; };
    const auto found = std::find_if(pairs.begin(), pairs.end(), same);
    return found != pairs.end() ? *found : pairs.emplace_back(AddressPair{family, {}, {}});
  };
  for (const SocketAddress& local : locals) pair_of(local.family()).local = local;
  for (const SocketAddress& remote : remotes) pair_of(remote.family()).remote = remote;
  std::erase_if(pairs, [&](const AddressPair& pair) {
    return (options.local && pair.local.length() == 0) || (options.remote && pair.remote.length() == 0);
  });
  if (pairs.empty()) throw ValueError("can not get address information");
  return pairs;
}

Future<std::vector<SocketAddress>> resolve_one(BaseEventLoop& loop, std::optional<InternetAddress> address,
                                               int family) {
  std::vector<SocketAddress> found;
  if (address) {
    const auto resolving = net::resolve(loop, address->host, address->port, family, SOCK_DGRAM, false);
    found = co_await resolving;
  }
  co_return found;
}

Future<std::vector<AddressPair>> address_pairs(BaseEventLoop& loop, DatagramOptions options) {
  const int family = net::to_native(options.family);
  if (!options.local && !options.remote) {
    if (family == AF_UNSPEC) throw ValueError("unexpected address family");
    co_return std::vector<AddressPair>(1, AddressPair{family, {}, {}});
  }
  if (family == AF_UNIX) throw TypeError("string is expected");
  const auto resolving_local = resolve_one(loop, options.local, family);
  const std::vector<SocketAddress> locals = co_await resolving_local;
  const auto resolving_remote = resolve_one(loop, options.remote, family);
  const std::vector<SocketAddress> remotes = co_await resolving_remote;
  co_return pair_up(locals, remotes, options);
}

Future<std::shared_ptr<BoundSocket>> open_endpoint(BaseEventLoop& loop, AddressPair addresses,
                                                   DatagramOptions options) {
  auto endpoint = std::make_shared<BoundSocket>();
  endpoint->socket = net::open_socket(addresses.family, SOCK_DGRAM);
  const FileDescriptor fd = endpoint->socket.get();
  if (options.reuse_port.value_or(false)) net::set_reuse_port(fd);
  if (options.allow_broadcast) net::set_socket_option(fd, SOL_SOCKET, SO_BROADCAST, 1);
  if (options.local) {
    if (const net::SystemError failure = net::bind_socket(fd, addresses.local)) {
      throw failure.exception("bind " + net::to_text(addresses.local.to_address()));
    }
  }
  if (options.remote) {
    // A connected socket would not hear the answers to a broadcast.
    if (!options.allow_broadcast) {
      const auto connecting = loop.connect_socket(fd, addresses.remote);
      co_await connecting;
    }
    endpoint->remote = addresses.remote;
  }
  co_return endpoint;
}

Future<std::shared_ptr<BoundSocket>> open_any_endpoint(BaseEventLoop& loop, DatagramOptions options) {
  const auto resolving = address_pairs(loop, options);
  const std::vector<AddressPair> pairs = co_await resolving;
  std::exception_ptr first_error;
  for (const AddressPair& pair : pairs) {
    try {
      const auto opening = open_endpoint(loop, pair, options);
      const std::shared_ptr<BoundSocket> endpoint = co_await opening;
      co_return endpoint;
    } catch (const OSError&) {
      if (!first_error) first_error = std::current_exception();
    }
  }
  std::rethrow_exception(first_error);
}

}  // namespace

Future<std::shared_ptr<DatagramTransport>> BaseEventLoop::create_datagram_endpoint(
    Factory<DatagramProtocol> factory, DatagramOptions options) {
  if (options.reuse_address) throw TypeError("create_datagram_endpoint() has no argument 'reuse_address'");
  std::shared_ptr<BoundSocket> endpoint;
  if (options.socket) {
    endpoint = take_given_socket(options);
  } else {
    const auto opening = open_any_endpoint(*this, options);
    endpoint = co_await opening;
  }
  auto protocol = factory();
  Started<DatagramTransport> started =
      make_datagram_transport(std::move(endpoint->socket), std::move(protocol), endpoint->remote);
  const auto connecting = wait_until_connected(*this, std::move(started));
  const std::shared_ptr<DatagramTransport> transport = co_await connecting;
  co_return transport;
}

}  // namespace asyncio
