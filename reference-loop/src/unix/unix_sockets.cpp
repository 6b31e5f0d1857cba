// loop.create_unix_server() and loop.create_unix_connection().
// https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.loop.create_unix_server
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "base/connecting.hpp"
#include "socket/socket.hpp"
#include "transports/stream_server.hpp"
#include "unix/selector_event_loop.hpp"
#include "unix/socket_file.hpp"

namespace asyncio {
namespace {

using net::OwnedDescriptor;
using net::SocketAddress;

// A socket file that nobody listens at any more would make bind() fail. Anything else at the path is left
// alone.
void remove_stale_socket_file(UnixSelectorEventLoop& loop, const std::string& path) {
  struct stat status {};
  int failure = 0;
  if (::stat(path.c_str(), &status) != 0) {
    failure = errno;
  } else if (S_ISSOCK(status.st_mode) && ::unlink(path.c_str()) != 0) {
    failure = errno;
  }
  if (failure == 0 || failure == ENOENT || !loop.get_debug()) return;
  loop.report("Unable to check or remove stale UNIX socket", std::make_exception_ptr(OSError(failure, path)));
}

OwnedDescriptor bind_unix_socket(UnixSelectorEventLoop& loop, const std::string& path) {
  const SocketAddress address = net::unix_socket_address(path);
  OwnedDescriptor socket = net::open_socket(AF_UNIX, SOCK_STREAM);
  if (!path.empty() && path.front() != '\0') remove_stale_socket_file(loop, path);
  if (const net::SystemError failure = net::bind_socket(socket.get(), address)) {
    throw failure.exception(failure == net::address_in_use ? "Address '" + path + "' is already in use"
                                                           : path);
  }
  return socket;
}

OwnedDescriptor take_unix_socket(FileDescriptor socket) {
  if (net::socket_family(socket) != AF_UNIX || net::socket_type(socket) != SOCK_STREAM) {
    throw ValueError("A UNIX Domain Stream Socket was expected, got " + net::describe_socket(socket));
  }
  net::set_blocking(socket, false);
  return OwnedDescriptor(socket);
}

}  // namespace

Future<std::shared_ptr<Server>> UnixSelectorEventLoop::create_unix_server(Factory<Protocol> factory,
                                                                          UnixServerOptions options) {
  OwnedDescriptor socket;
  if (options.path) {
    if (options.socket) throw ValueError("path and sock can not be specified at the same time");
    socket = bind_unix_socket(*this, *options.path);
  } else {
    if (!options.socket) throw ValueError("path was not specified, and no sock specified");
    socket = take_unix_socket(*options.socket);
  }
  std::vector<OwnedDescriptor> sockets;
  sockets.push_back(std::move(socket));
  const auto server = StreamServer::make(*this, std::move(sockets), std::move(factory), options.backlog);
  if (options.cleanup_socket) {
    for (const OwnedDescriptor& bound : server->descriptors()) {
      if (auto file = unix_os::SocketFile::of(bound.get())) server->at_close([file] { file->remove(); });
    }
  }
  if (options.start_serving) server->start_serving();
  co_return std::shared_ptr<Server>(server);
}

Future<std::shared_ptr<Transport>> UnixSelectorEventLoop::create_unix_connection(
    Factory<Protocol> factory, UnixConnectionOptions options) {
  OwnedDescriptor socket;
  if (options.path) {
    if (options.socket) throw ValueError("path and sock can not be specified at the same time");
    const SocketAddress address = net::unix_socket_address(*options.path);
    socket = net::open_socket(AF_UNIX, SOCK_STREAM);
    const auto connecting = connect_socket(socket.get(), address);
    co_await connecting;
  } else {
    if (!options.socket) throw ValueError("no path and sock were specified");
    socket = take_unix_socket(*options.socket);
  }
  auto protocol = factory();
  const auto connecting = connect_transport(*this, std::move(socket), std::move(protocol));
  const std::shared_ptr<Transport> transport = co_await connecting;
  co_return transport;
}

}  // namespace asyncio
