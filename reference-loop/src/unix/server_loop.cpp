// The loop's methods that make servers.
// https://docs.python.org/3/library/asyncio-eventloop.html#creating-network-servers
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <system_error>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "unix/server.hpp"
#include "unix/sock_operations.hpp"
#include "unix/socket.hpp"

namespace asyncio {
namespace {

using unix_os::OwnedDescriptor;
using unix_os::SocketAddress;
using unix_os::StreamServer;

std::string lower_case_message(int error_number) {
  std::string text = std::generic_category().message(error_number);
  if (!text.empty()) text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
  return text;
}

// No socket if the system does not have the address's family, which a resolver may name all the same.
OwnedDescriptor bind_stream_socket(const SocketAddress& address, const ServerOptions& options) {
  OwnedDescriptor socket;
  try {
    socket = unix_os::open_socket(address.family(), SOCK_STREAM);
  } catch (const OSError& error) {
    if (error.error_number() == EAFNOSUPPORT) return {};
    throw;
  }
  if (options.reuse_address.value_or(true)) {
    unix_os::set_socket_option(socket.get(), SOL_SOCKET, SO_REUSEADDR, 1, "setsockopt");
  }
  if (options.reuse_port.value_or(false)) unix_os::set_reuse_port(socket.get());
  if (address.family() == AF_INET6) {
    // Else the socket would take IPv4's port too, for which there is a socket of its own.
    unix_os::set_socket_option(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, 1, "setsockopt");
  }
  if (::bind(socket.get(), address.data(), address.length()) < 0) {
    if (errno == EADDRNOTAVAIL && address.family() == AF_INET6) return {};
    const int failure = errno;
    throw OSError(failure, "error while attempting to bind on address " +
                               unix_os::to_text(address.to_address()) + ": " + lower_case_message(failure));
  }
  return socket;
}

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
  const SocketAddress address = unix_os::unix_socket_address(path);
  OwnedDescriptor socket = unix_os::open_socket(AF_UNIX, SOCK_STREAM);
  if (!path.empty() && path.front() != '\0') remove_stale_socket_file(loop, path);
  if (::bind(socket.get(), address.data(), address.length()) < 0) {
    if (errno == EADDRINUSE) throw OSError(EADDRINUSE, "Address '" + path + "' is already in use");
    unix_os::throw_errno(path);
  }
  return socket;
}

std::shared_ptr<StreamServer> make_server(UnixSelectorEventLoop& loop, std::vector<OwnedDescriptor> sockets,
                                          Factory<Protocol> factory, int backlog) {
  auto server = std::make_shared<StreamServer>(loop, std::move(sockets), std::move(factory), backlog);
  loop.open_transports().add(server);
  return server;
}

std::shared_ptr<StreamServer> stream_server(const std::shared_ptr<Server>& server) {
  auto stream = std::dynamic_pointer_cast<StreamServer>(server);
  if (!stream) throw TypeError("a server of this loop was expected");
  return stream;
}

}  // namespace

Future<std::shared_ptr<Server>> UnixSelectorEventLoop::create_server(Factory<Protocol> factory,
                                                                     ServerOptions options) {
  std::vector<OwnedDescriptor> sockets;
  if (options.socket) {
    if (options.host || options.port != 0) {
      throw ValueError("host/port and sock can not be specified at the same time");
    }
    if (unix_os::socket_type(*options.socket) != SOCK_STREAM) {
      throw ValueError("A Stream Socket was expected, got " + unix_os::describe_socket(*options.socket));
    }
    unix_os::set_blocking(*options.socket, false);
    sockets.emplace_back(*options.socket);
  } else {
    std::optional<std::string> host = options.host;
    if (host && host->empty()) host.reset();
    const auto resolving =
        unix_os::resolve(*this, host, options.port, unix_os::to_native(options.family), SOCK_STREAM, true);
    const std::vector<SocketAddress> addresses = co_await resolving;
    for (const SocketAddress& address : addresses) {
      if (OwnedDescriptor socket = bind_stream_socket(address, options)) sockets.push_back(std::move(socket));
    }
    if (sockets.empty()) throw OSError(EADDRNOTAVAIL, "could not bind on any address");
  }
  const auto server = make_server(*this, std::move(sockets), std::move(factory), options.backlog);
  if (options.start_serving) server->start_serving();
  co_return std::shared_ptr<Server>(server);
}

Future<std::shared_ptr<Server>> UnixSelectorEventLoop::create_unix_server(Factory<Protocol> factory,
                                                                          UnixServerOptions options) {
  OwnedDescriptor socket;
  if (options.path) {
    if (options.socket) throw ValueError("path and sock can not be specified at the same time");
    socket = bind_unix_socket(*this, *options.path);
  } else {
    if (!options.socket) throw ValueError("path was not specified, and no sock specified");
    if (unix_os::socket_family(*options.socket) != AF_UNIX ||
        unix_os::socket_type(*options.socket) != SOCK_STREAM) {
      throw ValueError("A UNIX Domain Stream Socket was expected, got " +
                       unix_os::describe_socket(*options.socket));
    }
    unix_os::set_blocking(*options.socket, false);
    socket.reset(*options.socket);
  }
  std::vector<OwnedDescriptor> sockets;
  sockets.push_back(std::move(socket));
  const auto server = make_server(*this, std::move(sockets), std::move(factory), options.backlog);
  if (options.cleanup_socket) server->remove_files_at_close();
  if (options.start_serving) server->start_serving();
  co_return std::shared_ptr<Server>(server);
}

Future<void> UnixSelectorEventLoop::start_serving(std::shared_ptr<Server> server) {
  stream_server(server)->start_serving();
  co_return;
}

Future<void> UnixSelectorEventLoop::wait_closed(std::shared_ptr<Server> server) {
  const Future<void> closed = stream_server(server)->wait_closed();
  co_await closed;
}

}  // namespace asyncio
