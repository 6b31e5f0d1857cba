#include "socket/address_lookup.hpp"

#include <algorithm>
#include <memory>

#include "asyncio/exceptions.hpp"
#include "windows/text.hpp"
#include "windows/winsock.hpp"

namespace asyncio::net {
namespace {

struct FreeAddressInfo {
  void operator()(addrinfoW* info) const noexcept { ::FreeAddrInfoW(info); }
};

}  // namespace

std::vector<SocketAddress> look_up(const AddressQuery& query) {
  windows_os::use_winsock();
  addrinfoW hints{};
  hints.ai_family = query.family;
  hints.ai_socktype = query.type;
  hints.ai_flags = AI_NUMERICSERV | (query.passive ? AI_PASSIVE : 0);

  const std::wstring host = windows_os::to_wide(query.host.value_or(""));
  addrinfoW* first = nullptr;
  const int code = ::GetAddrInfoW(query.host ? host.c_str() : nullptr, std::to_wstring(query.port).c_str(),
                                  &hints, &first);
  if (code != 0) throw AddressInfoError(code, query.host.value_or(""));

  const std::unique_ptr<addrinfoW, FreeAddressInfo> owner(first);
  std::vector<SocketAddress> found;
  for (const addrinfoW* info = first; info != nullptr; info = info->ai_next) {
    const SocketAddress address(info->ai_addr, static_cast<SocketLength>(info->ai_addrlen));
    if (std::find(found.begin(), found.end(), address) == found.end()) found.push_back(address);
  }
  return found;
}

}  // namespace asyncio::net
