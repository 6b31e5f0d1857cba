#include "socket/address_lookup.hpp"

#include <netdb.h>

#include <algorithm>
#include <memory>

#include "asyncio/exceptions.hpp"
#include "unix/descriptor.hpp"

namespace asyncio::net {
namespace {

struct FreeAddressInfo {
  void operator()(addrinfo* info) const noexcept { ::freeaddrinfo(info); }
};

}  // namespace

std::vector<SocketAddress> look_up(const AddressQuery& query) {
  addrinfo hints{};
  hints.ai_family = query.family;
  hints.ai_socktype = query.type;
  hints.ai_flags = AI_NUMERICSERV | (query.passive ? AI_PASSIVE : 0);

  const char* host = query.host ? query.host->c_str() : nullptr;
  addrinfo* first = nullptr;
  const int code = ::getaddrinfo(host, std::to_string(query.port).c_str(), &hints, &first);
  if (code == EAI_SYSTEM) unix_os::throw_errno("getaddrinfo");
  if (code != 0) throw AddressInfoError(code, query.host.value_or(""));

  const std::unique_ptr<addrinfo, FreeAddressInfo> owner(first);
  std::vector<SocketAddress> found;
  for (const addrinfo* info = first; info != nullptr; info = info->ai_next) {
    const SocketAddress address(info->ai_addr, info->ai_addrlen);
    if (std::find(found.begin(), found.end(), address) == found.end()) found.push_back(address);
  }
  return found;
}

}  // namespace asyncio::net
