// Names into addresses, for loops: numeric ones at once, others in the executor.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "asyncio/event_loop.hpp"
#include "socket/address.hpp"

namespace asyncio::net {

// `family` is AF_*, `type` SOCK_*; `passive`: the addresses are for bind().
Future<std::vector<SocketAddress>> resolve(EventLoop& loop, std::optional<std::string> host,
                                           std::uint16_t port, int family, int type, bool passive);

// The bytes of `address` for a socket of this family. A host name is resolved.
Future<SocketAddress> resolve_for(EventLoop& loop, FileDescriptor socket, Address address);

}  // namespace asyncio::net
