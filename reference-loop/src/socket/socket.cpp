// What follows from the other calls, whatever the system.
#include "socket/socket.hpp"

namespace asyncio::net {

std::string describe_socket(FileDescriptor socket) {
  std::string text = "<socket fd=" + std::to_string(socket);
  try {
    text +=
        ", family=" + std::to_string(socket_family(socket)) + ", type=" + std::to_string(socket_type(socket));
  } catch (const OSError&) {
    text += ", not a socket";
  }
  return text + ">";
}

void set_no_delay(FileDescriptor socket) {
  const int family = socket_family(socket);
  if ((family != AF_INET && family != AF_INET6) || socket_type(socket) != SOCK_STREAM) return;
  try {
    set_socket_option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
  } catch (const OSError& error) {
    // A connection that its peer has reset already refuses options (EINVAL on some systems); reading will
    // tell.
    static_cast<void>(error);
  }
}

}  // namespace asyncio::net
