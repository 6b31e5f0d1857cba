// The loop's methods that open stream connections.
// https://docs.python.org/3/library/asyncio-eventloop.html#opening-network-connections
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "unix/sock_operations.hpp"
#include "unix/socket.hpp"
#include "unix/stream.hpp"

namespace asyncio {
namespace {

using unix_os::OwnedDescriptor;
using unix_os::SocketAddress;

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
Future<std::shared_ptr<OwnedDescriptor>> connect_to_any(UnixSelectorEventLoop& loop,
                                                        std::vector<SocketAddress> addresses) {
  std::vector<OSError> errors;
  for (const SocketAddress& address : addresses) {
    try {
      const auto socket =
          std::make_shared<OwnedDescriptor>(unix_os::open_socket(address.family(), SOCK_STREAM));
      const auto connected = unix_os::connect_socket(loop, socket->get(), address);
      co_await connected;
      co_return socket;
    } catch (const OSError& error) {
      errors.push_back(error);
    }
  }
  throw_all(errors);
}

}  // namespace

Future<std::shared_ptr<Transport>> UnixSelectorEventLoop::create_connection(Factory<Protocol> factory,
                                                                            ConnectionOptions options) {
  OwnedDescriptor socket;
  if (options.host || options.port != 0) {
    if (options.socket) throw ValueError("host/port and sock can not be specified at the same time");
    const auto resolving = unix_os::resolve(*this, options.host, options.port,
                                            unix_os::to_native(options.family), SOCK_STREAM, false);
    std::vector<SocketAddress> addresses = co_await resolving;
    const auto connecting = connect_to_any(*this, std::move(addresses));
    const std::shared_ptr<OwnedDescriptor> connected = co_await connecting;
    socket = std::move(*connected);
  } else {
    if (!options.socket) throw ValueError("host and port was not specified and no sock specified");
    if (unix_os::socket_type(*options.socket) != SOCK_STREAM) {
      throw ValueError("A Stream Socket was expected, got " + unix_os::describe_socket(*options.socket));
    }
    unix_os::set_blocking(*options.socket, false);
    socket.reset(*options.socket);
  }
  auto protocol = factory();
  const auto connecting = unix_os::connect_stream(*this, std::move(socket), std::move(protocol));
  const std::shared_ptr<Transport> transport = co_await connecting;
  co_return transport;
}

Future<std::shared_ptr<Transport>> UnixSelectorEventLoop::create_unix_connection(
    Factory<Protocol> factory, UnixConnectionOptions options) {
  OwnedDescriptor socket;
  if (options.path) {
    if (options.socket) throw ValueError("path and sock can not be specified at the same time");
    const SocketAddress address = unix_os::unix_socket_address(*options.path);
    socket = unix_os::open_socket(AF_UNIX, SOCK_STREAM);
    const auto connecting = unix_os::connect_socket(*this, socket.get(), address);
    co_await connecting;
  } else {
    if (!options.socket) throw ValueError("no path and sock were specified");
    if (unix_os::socket_family(*options.socket) != AF_UNIX ||
        unix_os::socket_type(*options.socket) != SOCK_STREAM) {
      throw ValueError("A UNIX Domain Stream Socket was expected, got " +
                       unix_os::describe_socket(*options.socket));
    }
    unix_os::set_blocking(*options.socket, false);
    socket.reset(*options.socket);
  }
  auto protocol = factory();
  const auto connecting = unix_os::connect_stream(*this, std::move(socket), std::move(protocol));
  const std::shared_ptr<Transport> transport = co_await connecting;
  co_return transport;
}

}  // namespace asyncio
