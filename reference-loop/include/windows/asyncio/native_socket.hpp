// The operating system's own names for sockets: AF_INET, SOCK_STREAM, sockaddr. This is the Windows folder's
// version of the header; see native.hpp.
#pragma once

#include <winsock2.h>
#include <ws2tcpip.h>

namespace asyncio {

using SocketLength = int;

}  // namespace asyncio
