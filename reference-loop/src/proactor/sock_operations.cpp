// The sock_*() methods, and what the base class asks for: each is one operation, or a few in sequence.
// https://docs.python.org/3/library/asyncio-eventloop.html#working-with-socket-objects-directly
//
// The kernel writes into the operation's own buffer, never into the caller's: that may be gone when a
// cancelled operation ends.
#include <algorithm>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "proactor/awaited_operation.hpp"
#include "proactor/proactor_event_loop.hpp"
#include "socket/socket.hpp"
#include "transports/file_transfer.hpp"

namespace asyncio {
namespace {

using proactor_events::AwaitedOperation;
using proactor_events::OperationKind;

// A file goes in pieces, far below the 2 GiB that TransmitFile() takes: how much of a piece has gone is not
// known when it fails, and the file's position is to say how far the transfer came.
constexpr std::size_t largest_file_step = std::size_t{1} << 20;

// The address if it is numeric: there is no name resolution here, and Windows says so in this way.
net::SocketAddress numeric_only(FileDescriptor socket, const Address& to) {
  const auto* internet = std::get_if<InternetAddress>(&to);
  if (internet == nullptr) return {};
  const auto numeric = net::numeric_address(internet->host, internet->port, net::socket_family(socket));
  if (!numeric) throw net::invalid_argument.exception(internet->host);
  return *numeric;
}

}  // namespace

Future<std::vector<std::byte>> ProactorEventLoop::sock_recv(FileDescriptor socket, std::size_t maximum) {
  proactor_->associate(socket);
  AwaitedOperation receive(*this, OperationKind::receive, socket);
  receive->buffer.resize(maximum);
  const Future<void> done = receive.start("recv");
  co_await done;
  receive->buffer.resize(receive->size());
  co_return std::move(receive->buffer);
}

Future<std::size_t> ProactorEventLoop::sock_recv_into(FileDescriptor socket, std::span<std::byte> buffer) {
  const auto receiving = sock_recv(socket, buffer.size());
  const std::vector<std::byte> data = co_await receiving;
  std::copy(data.begin(), data.end(), buffer.begin());
  co_return data.size();
}

Future<Datagram> ProactorEventLoop::sock_recvfrom(FileDescriptor socket, std::size_t maximum) {
  proactor_->associate(socket);
  AwaitedOperation receive(*this, OperationKind::receive_from, socket);
  receive->buffer.resize(maximum);
  const Future<void> done = receive.start("recvfrom");
  co_await done;
  receive->buffer.resize(receive->size());
  co_return Datagram{std::move(receive->buffer), receive->address.to_address()};
}

Future<std::pair<std::size_t, Address>> ProactorEventLoop::sock_recvfrom_into(FileDescriptor socket,
                                                                              std::span<std::byte> buffer) {
  const auto receiving = sock_recvfrom(socket, buffer.size());
  const Datagram datagram = co_await receiving;
  std::copy(datagram.data.begin(), datagram.data.end(), buffer.begin());
  co_return std::pair<std::size_t, Address>(datagram.data.size(), datagram.from);
}

Future<void> ProactorEventLoop::sock_sendall(FileDescriptor socket, std::vector<std::byte> data) {
  return send_all(socket, std::move(data));
}

Future<void> ProactorEventLoop::send_all(FileDescriptor socket, std::vector<std::byte> data) {
  proactor_->associate(socket);
  AwaitedOperation send(*this, OperationKind::send, socket);
  send->buffer = std::move(data);
  while (!send->rest().empty()) {
    const Future<void> done = send.start("send");
    co_await done;
    send->begin += send->size();
  }
}

Future<std::size_t> ProactorEventLoop::sock_sendto(FileDescriptor socket, std::vector<std::byte> data,
                                                   Address to) {
  proactor_->associate(socket);
  AwaitedOperation send(*this, OperationKind::send_to, socket);
  send->address = numeric_only(socket, to);
  if (send->address.length() == 0) send->kind = OperationKind::send;
  send->buffer = std::move(data);
  const Future<void> done = send.start("sendto");
  co_await done;
  co_return send->size();
}

Future<void> ProactorEventLoop::sock_connect(FileDescriptor socket, Address to) {
  const Future<void> connected = connect_socket(socket, numeric_only(socket, to));
  co_await connected;
}

Future<void> ProactorEventLoop::connect_socket(FileDescriptor socket, net::SocketAddress to) {
  if (net::socket_type(socket) == SOCK_DGRAM) {
    // Nothing to wait for: the socket only notes its peer.
    if (const net::SystemError error = net::start_connecting(socket, to)) {
      throw error.exception("Connect call failed " + net::to_text(to.to_address()));
    }
    co_return;
  }
  proactor_->associate(socket);
  AwaitedOperation connect(*this, OperationKind::connect, socket);
  connect->address = to;
  const Future<void> done = connect.start("Connect call failed " + net::to_text(to.to_address()));
  co_await done;
}

Future<std::pair<FileDescriptor, Address>> ProactorEventLoop::sock_accept(FileDescriptor socket) {
  proactor_->associate(socket);
  AwaitedOperation accept(*this, OperationKind::accept, socket);
  const Future<void> done = accept.start("accept");
  // The connection belongs to the operation, so it is not lost if the wait is cancelled just now.
  co_await done;
  const Address peer = accept->address.to_address();
  co_return std::pair<FileDescriptor, Address>(accept->accepted.release(), peer);
}

Future<void> ProactorEventLoop::send_file_natively(FileDescriptor socket, FileTransfer& transfer) {
  if (!is_regular_file(transfer.file)) throw SendfileNotAvailableError("not a regular file");
  proactor_->associate(socket);
  AwaitedOperation send(*this, OperationKind::send_file, socket);
  send->file = transfer.file;
  while (!transfer.finished()) {
    send->offset = transfer.position();
    send->count = transfer.next_size(largest_file_step);
    const Future<void> done = send.start("sendfile");
    co_await done;
    if (send->size() == 0) co_return;  // the end of the file
    transfer.sent += send->size();
  }
}

}  // namespace asyncio
