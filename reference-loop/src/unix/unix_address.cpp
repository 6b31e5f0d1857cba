// The addresses of Unix sockets: paths, and the names of Linux's abstract namespace. unix(7)
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "asyncio/exceptions.hpp"
#include "socket/address.hpp"

namespace asyncio::net {
namespace {

constexpr std::size_t path_offset = offsetof(sockaddr_un, sun_path);

}  // namespace

Address unix_address(const sockaddr* address, SocketLength length) {
  if (length <= path_offset) return UnixAddress{};
  const char* path = reinterpret_cast<const sockaddr_un*>(address)->sun_path;
  const std::size_t size = length - path_offset;
  // An abstract name may hold any byte; a path ends at its first zero.
  if (path[0] == '\0') return UnixAddress{std::string(path, size)};
  return UnixAddress{std::string(path, ::strnlen(path, size))};
}

SocketAddress unix_socket_address(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const bool in_file_system = !path.empty() && path.front() != '\0';
  // A path ends with a zero byte; an abstract name is as long as the address says, and an unnamed address has
  // nothing.
  const std::size_t needed = path.size() + (in_file_system ? 1 : 0);
  if (needed > sizeof(address.sun_path)) throw OSError(ENAMETOOLONG, "AF_UNIX path too long");
  std::memcpy(address.sun_path, path.data(), path.size());
  return {reinterpret_cast<const sockaddr*>(&address), static_cast<SocketLength>(path_offset + needed)};
}

}  // namespace asyncio::net
