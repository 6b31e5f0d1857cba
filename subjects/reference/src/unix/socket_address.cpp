#include "unix/socket_address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "asyncio/exceptions.hpp"

namespace reference_subject {
namespace {

NativeAddress native_unix(const asyncio::UnixAddress& address) {
  sockaddr_un unix_address{};
  if (address.path.size() >= sizeof unix_address.sun_path) {
    throw asyncio::OSError(ENAMETOOLONG, "AF_UNIX path too long");
  }
  unix_address.sun_family = AF_UNIX;
  address.path.copy(unix_address.sun_path, address.path.size());
  NativeAddress native;
  std::memcpy(&native.storage, &unix_address, sizeof unix_address);
  // An abstract name has no end but its length; a path ends with a zero byte.
  const bool abstract = !address.path.empty() && address.path.front() == '\0';
  native.size =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address.path.size() + (abstract ? 0 : 1));
  return native;
}

NativeAddress native_internet(const asyncio::InternetAddress& address) {
  NativeAddress native;
  if (address.v6) {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(address.port);
    if (::inet_pton(AF_INET6, address.host.c_str(), &v6.sin6_addr) != 1) {
      throw asyncio::ValueError("not an IPv6 address: " + address.host);
    }
    std::memcpy(&native.storage, &v6, sizeof v6);
    native.size = sizeof v6;
    return native;
  }
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(address.port);
  if (::inet_pton(AF_INET, address.host.c_str(), &v4.sin_addr) != 1) {
    throw asyncio::ValueError("not an IPv4 address: " + address.host);
  }
  std::memcpy(&native.storage, &v4, sizeof v4);
  native.size = sizeof v4;
  return native;
}

}  // namespace

NativeAddress to_native(const asyncio::Address& address) {
  if (const auto* unix_address = std::get_if<asyncio::UnixAddress>(&address)) {
    return native_unix(*unix_address);
  }
  if (const auto* internet = std::get_if<asyncio::InternetAddress>(&address)) {
    return native_internet(*internet);
  }
  throw asyncio::ValueError("no address");
}

asyncio::Address from_native(const sockaddr_storage& storage, socklen_t size) {
  if (storage.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &storage, sizeof v4);
    std::array<char, INET_ADDRSTRLEN> text{};
    ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    return asyncio::InternetAddress{text.data(), ntohs(v4.sin_port), false};
  }
  if (storage.ss_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &storage, sizeof v6);
    std::array<char, INET6_ADDRSTRLEN> text{};
    ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
    return asyncio::InternetAddress{text.data(), ntohs(v6.sin6_port), true};
  }
  if (storage.ss_family == AF_UNIX) {
    sockaddr_un unix_address{};
    std::memcpy(&unix_address, &storage, sizeof unix_address);
    std::string path(unix_address.sun_path, size - offsetof(sockaddr_un, sun_path));
    if (!path.empty() && path.front() != '\0') {
      path.resize(std::strlen(path.c_str()));
    }
    return asyncio::UnixAddress{std::move(path)};
  }
  return std::monostate{};
}

}  // namespace reference_subject
