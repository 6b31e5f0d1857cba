// Sockets: pairs, TCP, UDP and AF_UNIX. All of them are non-blocking.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "outcome.hpp"
#include "unix/descriptor.hpp"
#include "unix/fixture_tables.hpp"
#include "unix/opening.hpp"
#include "unix/socket_address.hpp"

namespace reference_subject {
namespace {

constexpr int backlog = 100;

std::shared_ptr<End> new_socket(int family, int type) {
  return std::make_shared<End>(open_socket(family, type, Mode::non_blocking));
}

void bind_to(const End& socket, const asyncio::Address& address) {
  const NativeAddress native = to_native(address);
  checked(::bind(socket.descriptor(), native.get(), native.size), "bind");
}

std::shared_ptr<End> listening_on(const asyncio::Address& address) {
  auto socket = new_socket(to_native(address).storage.ss_family, SOCK_STREAM);
  bind_to(*socket, address);
  checked(::listen(socket->descriptor(), backlog), "listen");
  return socket;
}

const asyncio::Address any_loopback_port = asyncio::InternetAddress{"127.0.0.1", 0, false};

Ends pair_of(int type) {
  const std::array<int, 2> ends = open_socket_pair(type);
  return {{"a", std::make_shared<End>(ends[0])}, {"b", std::make_shared<End>(ends[1])}};
}

Ends socketpair(const FixtureRequest&) {
  return pair_of(SOCK_STREAM);
}
Ends unix_datagram(const FixtureRequest&) {
  return pair_of(SOCK_DGRAM);
}

Ends socketpairs(const FixtureRequest& request) {
  const std::size_t count = request.step.size("count", 1);
  if (count == 0) {
    request.step.refuse("count", "at least 1");
  }
  constexpr std::size_t spare = 100;  // for everything else in this process
  raise_descriptor_limit(2 * count + spare);
  std::vector<Descriptor> first;
  std::vector<Descriptor> second;
  for (std::size_t i = 0; i < count; ++i) {
    try {
      const std::array<int, 2> ends = open_socket_pair(SOCK_STREAM);
      first.emplace_back(ends[0]);
      second.emplace_back(ends[1]);
    } catch (const asyncio::OSError&) {
      throw Unmet("descriptors", "no more than " + std::to_string(2 * i) + " sockets could be opened");
    }
  }
  const auto end_of = [](std::vector<Descriptor>& sockets) {
    std::vector<FileDescriptor> numbers;
    numbers.reserve(sockets.size());
    for (Descriptor& socket : sockets) {
      numbers.push_back(socket.release());
    }
    return std::make_shared<End>(std::move(numbers));
  };
  return {{"a", end_of(first)}, {"b", end_of(second)}};
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

Ends tcp_connected(const FixtureRequest&) {
  const auto listening = listening_on(any_loopback_port);
  auto client = connect_to(address_of(listening->descriptor()));
  auto server = accept_from(listening->descriptor());
  return {{"client", std::move(client)}, {"server", std::move(server)}};
}

Ends tcp_unconnected(const FixtureRequest&) {
  return {{"socket", new_socket(AF_INET, SOCK_STREAM)}};
}

Ends udp_bound(const FixtureRequest&) {
  auto socket = new_socket(AF_INET, SOCK_DGRAM);
  bind_to(*socket, any_loopback_port);
  return {{"socket", std::move(socket)}};
}

Ends udp(const FixtureRequest& request) {
  auto a = udp_bound(request).at("socket");
  auto b = udp_bound(request).at("socket");
  const auto connect = [](const End& from, const End& to) {
    const NativeAddress address = to_native(address_of(to.descriptor()));
    checked(::connect(from.descriptor(), address.get(), address.size), "connect");
  };
  connect(*a, *b);
  connect(*b, *a);
  return {{"a", std::move(a)}, {"b", std::move(b)}};
}

std::string path_of(const FixtureRequest& request) {
  return request.step.optional_text("path").value_or(request.unique_path);
}

Ends unix_listening(const FixtureRequest& request) {
  return {{"listening", listening_on(asyncio::UnixAddress{path_of(request)})}};
}

Ends unix_bound(const FixtureRequest& request) {
  auto socket = new_socket(AF_UNIX, SOCK_STREAM);
  bind_to(*socket, asyncio::UnixAddress{path_of(request)});
  return {{"socket", std::move(socket)}};
}

Ends unix_unconnected(const FixtureRequest&) {
  return {{"socket", new_socket(AF_UNIX, SOCK_STREAM)}};
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
          {"unix-listening", unix_listening},
          {"unix-bound", unix_bound},
          {"unix-unconnected", unix_unconnected},
          {"unix-datagram", unix_datagram},
          {"object-with-fileno", object_with_fileno}};
}

}  // namespace reference_subject
