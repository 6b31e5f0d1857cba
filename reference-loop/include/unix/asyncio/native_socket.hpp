// The operating system's own names for sockets: AF_INET, SOCK_STREAM, sockaddr. This is the Unix folder's
// version of the header; see native.hpp.
#pragma once

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace asyncio {

using SocketLength = ::socklen_t;

}  // namespace asyncio
