#include "windows/sockets.hpp"

#include <array>
#include <cstring>
#include <variant>

#include "asyncio/exceptions.hpp"
#include "windows/errors.hpp"

namespace reference_subject {

NativeAddress to_native(const asyncio::Address& address) {
  const auto* internet = std::get_if<asyncio::InternetAddress>(&address);
  if (internet == nullptr) {
    throw asyncio::ValueError("Windows takes internet addresses only");
  }
  NativeAddress native;
  if (internet->v6) {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = ::htons(internet->port);
    if (::inet_pton(AF_INET6, internet->host.c_str(), &v6.sin6_addr) != 1) {
      throw asyncio::ValueError("not an IPv6 address: " + internet->host);
    }
    std::memcpy(&native.storage, &v6, sizeof v6);
    native.size = sizeof v6;
    return native;
  }
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = ::htons(internet->port);
  if (::inet_pton(AF_INET, internet->host.c_str(), &v4.sin_addr) != 1) {
    throw asyncio::ValueError("not an IPv4 address: " + internet->host);
  }
  std::memcpy(&native.storage, &v4, sizeof v4);
  native.size = sizeof v4;
  return native;
}

asyncio::Address from_native(const sockaddr_storage& storage) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (storage.ss_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &storage, sizeof v4);
    ::inet_ntop(AF_INET, &v4.sin_addr, text.data(), text.size());
    return asyncio::InternetAddress{text.data(), ::ntohs(v4.sin_port), false};
  }
  if (storage.ss_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &storage, sizeof v6);
    ::inet_ntop(AF_INET6, &v6.sin6_addr, text.data(), text.size());
    return asyncio::InternetAddress{text.data(), ::ntohs(v6.sin6_port), true};
  }
  return std::monostate{};
}

asyncio::Address peer_of(FileDescriptor socket) {
  sockaddr_storage storage{};
  int size = sizeof storage;
  check_socket(::getpeername(as_socket(socket), reinterpret_cast<sockaddr*>(&storage), &size), "getpeername");
  return from_native(storage);
}

OwnedSocket new_socket(int family, int type) {
  OwnedSocket socket(
      ::WSASocketW(family, type, 0, nullptr, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT));
  if (socket.get() == INVALID_SOCKET) {
    fail_socket("socket");
  }
  return socket;
}

}  // namespace reference_subject
