#include "socket/address.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "socket/address_lookup.hpp"

namespace asyncio::net {
namespace {

InternetAddress internet_address(const sockaddr_storage& storage, SocketLength length) {
  InternetAddress result;
  result.v6 = storage.ss_family == AF_INET6;
  // getnameinfo() knows how to write the scope of a link-local address, which inet_ntop() leaves out.
  std::array<char, NI_MAXHOST> host{};
  if (::getnameinfo(reinterpret_cast<const sockaddr*>(&storage), length, host.data(), NI_MAXHOST, nullptr, 0,
                    NI_NUMERICHOST) == 0) {
    result.host = host.data();
  }
  const std::uint16_t port = result.v6 ? reinterpret_cast<const sockaddr_in6&>(storage).sin6_port
                                       : reinterpret_cast<const sockaddr_in&>(storage).sin_port;
  result.port = ntohs(port);
  return result;
}

struct FreeAddressInfo {
  void operator()(addrinfo* info) const noexcept { ::freeaddrinfo(info); }
};

}  // namespace

SocketAddress::SocketAddress(const sockaddr* address, SocketLength length) noexcept
    : length_(std::min(length, static_cast<SocketLength>(sizeof(storage_)))) {
  std::memcpy(&storage_, address, static_cast<std::size_t>(length_));
}

const sockaddr* SocketAddress::data() const noexcept {
  return reinterpret_cast<const sockaddr*>(&storage_);
}

sockaddr* SocketAddress::buffer() noexcept {
  storage_.ss_family = AF_UNSPEC;
  length_ = sizeof(storage_);
  return reinterpret_cast<sockaddr*>(&storage_);
}

SocketLength* SocketAddress::length_buffer() noexcept {
  return &length_;
}

Address SocketAddress::to_address() const {
  if (length_ == 0) return std::monostate{};
  switch (family()) {
    case AF_INET:
    case AF_INET6:
      return internet_address(storage_, length_);
    case AF_UNIX:
      return unix_address(data(), length_);
    default:
      return std::monostate{};
  }
}

bool operator==(const SocketAddress& left, const SocketAddress& right) noexcept {
  return left.length_ == right.length_ &&
         std::memcmp(&left.storage_, &right.storage_, static_cast<std::size_t>(left.length_)) == 0;
}

int to_native(AddressFamily family) noexcept {
  switch (family) {
    case AddressFamily::inet:
      return AF_INET;
    case AddressFamily::inet6:
      return AF_INET6;
    case AddressFamily::unix_domain:
      return AF_UNIX;
    case AddressFamily::unspecified:
      break;
  }
  return AF_UNSPEC;
}

std::optional<SocketAddress> numeric_address(const std::string& host, std::uint16_t port, int family) {
  if (family == AF_UNSPEC || family == AF_INET) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    if (::inet_pton(AF_INET, host.c_str(), &address.sin_addr) == 1) {
      return SocketAddress(reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    }
  }
  if (family == AF_UNSPEC || family == AF_INET6) {
    if (host.find(':') == std::string::npos) return std::nullopt;
    addrinfo hints{};
    hints.ai_family = AF_INET6;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) == 0) {
      const std::unique_ptr<addrinfo, FreeAddressInfo> owner(found);
      return SocketAddress(found->ai_addr, static_cast<SocketLength>(found->ai_addrlen));
    }
  }
  return std::nullopt;
}

std::optional<std::vector<SocketAddress>> look_up_numeric(const AddressQuery& query) {
  if (!query.host) return std::nullopt;
  const auto address = numeric_address(*query.host, query.port, query.family);
  if (!address) return std::nullopt;
  return std::vector<SocketAddress>{*address};
}

std::string to_text(const Address& address) {
  if (const auto* internet = std::get_if<InternetAddress>(&address)) {
    const std::string pair = "('" + internet->host + "', " + std::to_string(internet->port);
    return pair + (internet->v6 ? ", 0, 0)" : ")");
  }
  if (const auto* local = std::get_if<UnixAddress>(&address)) return "'" + local->path + "'";
  return "None";
}

}  // namespace asyncio::net
