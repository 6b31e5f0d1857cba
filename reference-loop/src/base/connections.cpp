// The loop's methods that open stream connections.
// https://docs.python.org/3/library/asyncio-eventloop.html#opening-network-connections
#include <algorithm>
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

// What is thrown after no address could be connected to: the one error if all say the same, else all of them
// in one.
[[noreturn]] void throw_all(const std::vector<OSError>& errors) {
  const OSError& first = errors.front();
  const auto says_the_same = [&](const OSError& error) {
    return std::string_view(error.what()) == first.what();
  };
  if (std::all_of(errors.begin(), errors.end(), says_the_same)) throw first;
  std::string text = "Multiple exceptions: ";
  for (const OSError& error : errors) {
    if (&error != &first) text += ", ";
    text += error.what();
  }
  throw OSError(first.error_number(), text);
}

// Tries the addresses in their order.
Future<std::shared_ptr<OwnedDescriptor>> connect_to_any(BaseEventLoop& loop,
                                                        std::vector<SocketAddress> addresses) {
  std::vector<OSError> errors;
  for (const SocketAddress& address : addresses) {
    try {
      const auto socket = std::make_shared<OwnedDescriptor>(net::open_socket(address.family(), SOCK_STREAM));
      const auto connected = loop.connect_socket(socket->get(), address);
      co_await connected;
      co_return socket;
    } catch (const OSError& error) {
      errors.push_back(error);
    }
  }
  throw_all(errors);
}

}  // namespace

OwnedDescriptor take_stream_socket(FileDescriptor socket) {
  if (net::socket_type(socket) != SOCK_STREAM) {
    throw ValueError("A Stream Socket was expected, got " + net::describe_socket(socket));
  }
  net::set_blocking(socket, false);
  return OwnedDescriptor(socket);
}

Future<std::shared_ptr<Transport>> BaseEventLoop::create_connection(Factory<Protocol> factory,
                                                                    ConnectionOptions options) {
  OwnedDescriptor socket;
  if (options.host || options.port != 0) {
    if (options.socket) throw ValueError("host/port and sock can not be specified at the same time");
    const auto resolving =
        net::resolve(*this, options.host, options.port, net::to_native(options.family), SOCK_STREAM, false);
    std::vector<SocketAddress> addresses = co_await resolving;
    const auto connecting = connect_to_any(*this, std::move(addresses));
    const std::shared_ptr<OwnedDescriptor> connected = co_await connecting;
    socket = std::move(*connected);
  } else {
    if (!options.socket) throw ValueError("host and port was not specified and no sock specified");
    socket = take_stream_socket(*options.socket);
  }
  auto protocol = factory();
  const auto connecting = connect_transport(*this, std::move(socket), std::move(protocol));
  const std::shared_ptr<Transport> transport = co_await connecting;
  co_return transport;
}

}  // namespace asyncio
