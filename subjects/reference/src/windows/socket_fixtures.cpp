// Sockets: TCP and UDP, and pairs, which are TCP connections of this machine with itself. All of them are
// non-blocking and not inheritable.
#include <vector>

#include "asyncio/exceptions.hpp"
#include "outcome.hpp"
#include "windows/errors.hpp"
#include "windows/fixture_tables.hpp"
#include "windows/sockets.hpp"

namespace reference_subject {
namespace {

constexpr int backlog = 100;
const asyncio::Address any_loopback_port = asyncio::InternetAddress{"127.0.0.1", 0, false};

OwnedSocket non_blocking_socket(int family, int type) {
  OwnedSocket socket = new_socket(family, type);
  u_long enabled = 1;
  check_socket(::ioctlsocket(socket.get(), FIONBIO, &enabled), "ioctlsocket");
  return socket;
}

std::shared_ptr<End> end_of(OwnedSocket socket) {
  return std::make_shared<End>(number_of(socket.release()));
}

OwnedSocket bound_to(const asyncio::Address& address, int type) {
  const NativeAddress native = to_native(address);
  OwnedSocket socket = non_blocking_socket(native.storage.ss_family, type);
  check_socket(::bind(socket.get(), native.get(), native.size), "bind");
  return socket;
}

std::shared_ptr<End> listening_on(const asyncio::Address& address) {
  OwnedSocket socket = bound_to(address, SOCK_STREAM);
  check_socket(::listen(socket.get(), backlog), "listen");
  return end_of(std::move(socket));
}

struct Connection {
  std::shared_ptr<End> client;
  std::shared_ptr<End> server;
};

// Whoever else connects to the port in between is sent away.
Connection connection_by(const End& listening) {
  Connection made{connect_to(address_of(listening.descriptor())), nullptr};
  const asyncio::Address client = address_of(made.client->descriptor());
  do {
    made.server = accept_from(listening.descriptor());
  } while (peer_of(made.server->descriptor()) != client);
  return made;
}

Connection new_connection() {
  return connection_by(*listening_on(any_loopback_port));
}

Ends socketpair(const FixtureRequest&) {
  Connection made = new_connection();
  return {{"a", std::move(made.client)}, {"b", std::move(made.server)}};
}

Ends tcp_connected(const FixtureRequest&) {
  Connection made = new_connection();
  return {{"client", std::move(made.client)}, {"server", std::move(made.server)}};
}

Ends socketpairs(const FixtureRequest& request) {
  const std::size_t count = request.step.size("count", 1);
  if (count == 0) {
    request.step.refuse("count", "at least 1");
  }
  const std::shared_ptr<End> listening = listening_on(any_loopback_port);
  std::vector<Connection> connections;
  try {
    while (connections.size() < count) {
      connections.push_back(connection_by(*listening));
    }
  } catch (const asyncio::OSError& error) {
    throw Unmet("descriptors", "no more than " + std::to_string(2 * connections.size()) +
                                   " sockets could be opened: " + error.what());
  }
  std::vector<FileDescriptor> first;
  std::vector<FileDescriptor> second;
  for (const Connection& connection : connections) {
    connection.client->hand_over();
    connection.server->hand_over();
    first.push_back(connection.client->descriptor());
    second.push_back(connection.server->descriptor());
  }
  return {{"a", std::make_shared<End>(std::move(first))}, {"b", std::make_shared<End>(std::move(second))}};
}

Ends tcp_listening(const FixtureRequest&) {
  return {{"listening", listening_on(any_loopback_port)}};
}

Ends tcp6_listening(const FixtureRequest&) {
  try {
    return {{"listening", listening_on(asyncio::InternetAddress{"::1", 0, true})}};
  } catch (const asyncio::OSError& error) {
    throw Unmet("ipv6", error.what());
  }
}

Ends tcp_unconnected(const FixtureRequest&) {
  return {{"socket", end_of(non_blocking_socket(AF_INET, SOCK_STREAM))}};
}

Ends udp_bound(const FixtureRequest&) {
  return {{"socket", end_of(bound_to(any_loopback_port, SOCK_DGRAM))}};
}

Ends udp(const FixtureRequest&) {
  auto a = end_of(bound_to(any_loopback_port, SOCK_DGRAM));
  auto b = end_of(bound_to(any_loopback_port, SOCK_DGRAM));
  const auto connect = [](const End& from, const End& to) {
    const NativeAddress address = to_native(address_of(to.descriptor()));
    check_socket(::connect(as_socket(from.descriptor()), address.get(), address.size), "connect");
  };
  connect(*a, *b);
  connect(*b, *a);
  return {{"a", std::move(a)}, {"b", std::move(b)}};
}

Ends object_with_fileno(const FixtureRequest& request) {
  // An object that holds a descriptor and the descriptor are the same thing in C++.
  Ends pair = socketpair(request);
  return {{"object", pair.at("a")}, {"peer", pair.at("b")}};
}

}  // namespace

FixtureTable socket_fixtures() {
  return {{"socketpair", socketpair},
          {"socketpairs", socketpairs},
          {"tcp-listening", tcp_listening},
          {"tcp6-listening", tcp6_listening},
          {"tcp-connected", tcp_connected},
          {"tcp-unconnected", tcp_unconnected},
          {"udp", udp},
          {"udp-bound", udp_bound},
          {"object-with-fileno", object_with_fileno}};
}

}  // namespace reference_subject
