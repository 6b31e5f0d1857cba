// What a selector loop makes of sockets.
#include <memory>
#include <utility>

#include "selector/datagram.hpp"
#include "selector/selector_event_loop.hpp"
#include "selector/stream.hpp"
#include "socket/socket.hpp"
#include "transports/stream_server.hpp"

namespace asyncio {
namespace {

void accept_all(StreamServer& server, FileDescriptor socket) {
  // Several connections may be waiting; but a flood of them must not keep the rest of the loop waiting.
  for (int accepted = 0; accepted <= server.backlog() && server.is_serving(); ++accepted) {
    net::Accepted connection = net::accept_connection(socket);
    if (connection.socket) {
      server.serve(std::move(connection.socket));
      continue;
    }
    const net::SystemError failure = connection.error;
    if (failure.is_try_again() || failure == net::connection_aborted) return;
    if (!failure.is_out_of_resources()) throw failure.exception("accept");
    // The kernel goes on reporting the socket as ready: watching it would only spin.
    server.pause_accepting(socket, failure);
    return;
  }
}

}  // namespace

Started<Transport> SelectorEventLoop::make_socket_transport(net::OwnedDescriptor socket,
                                                            std::shared_ptr<Protocol> protocol,
                                                            std::function<void()> on_lost) {
  auto transport = std::make_shared<selector_events::StreamTransport>(
      *this, std::move(socket), std::move(protocol), std::move(on_lost));
  Future<void> connected = transport->start(true);
  return {std::move(transport), std::move(connected)};
}

Started<DatagramTransport> SelectorEventLoop::make_datagram_transport(
    net::OwnedDescriptor socket, std::shared_ptr<DatagramProtocol> protocol, net::SocketAddress remote) {
  auto transport = std::make_shared<selector_events::SocketDatagramTransport>(*this, std::move(socket),
                                                                              std::move(protocol), remote);
  Future<void> connected = transport->start(true);
  return {std::move(transport), std::move(connected)};
}

void SelectorEventLoop::start_accepting(std::shared_ptr<StreamServer> server, FileDescriptor socket) {
  watch_reader(socket, [server = std::move(server), socket] { accept_all(*server, socket); });
}

void SelectorEventLoop::stop_accepting(FileDescriptor socket) {
  unwatch_reader(socket);
}

}  // namespace asyncio
