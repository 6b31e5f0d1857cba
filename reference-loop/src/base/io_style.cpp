// What a style of I/O provides, where none is: the loop refuses.
#include <string>

#include "base/base_event_loop.hpp"
#include "socket/socket.hpp"

namespace asyncio {

Started<Transport> BaseEventLoop::make_socket_transport(net::OwnedDescriptor /*socket*/,
                                                        std::shared_ptr<Protocol> /*protocol*/,
                                                        std::function<void()> /*on_lost*/) {
  throw NotImplementedError();
}
Started<DatagramTransport> BaseEventLoop::make_datagram_transport(
    net::OwnedDescriptor /*socket*/, std::shared_ptr<DatagramProtocol> /*protocol*/,
    net::SocketAddress /*remote*/) {
  throw NotImplementedError();
}
void BaseEventLoop::start_accepting(std::shared_ptr<StreamServer> /*server*/, FileDescriptor /*socket*/) {
  throw NotImplementedError();
}
void BaseEventLoop::stop_accepting(FileDescriptor /*socket*/) {
  throw NotImplementedError();
}
Future<void> BaseEventLoop::connect_socket(FileDescriptor /*socket*/, net::SocketAddress /*to*/) {
  throw NotImplementedError();
}
Future<void> BaseEventLoop::send_all(FileDescriptor /*socket*/, std::vector<std::byte> /*data*/) {
  throw NotImplementedError();
}
Future<void> BaseEventLoop::send_file_natively(FileDescriptor socket, FileTransfer& /*transfer*/) {
  const std::string text =
      "syscall sendfile is not available for socket " + net::describe_socket(socket) + " and this file";
  return Future<void>::with_exception(*this, std::make_exception_ptr(SendfileNotAvailableError(text)));
}

void BaseEventLoop::check_socket_mode(FileDescriptor socket) const {
  if (get_debug() && net::is_known_to_block(socket)) throw ValueError("the socket must be non-blocking");
}

}  // namespace asyncio
