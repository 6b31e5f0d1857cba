// Socket addresses between the library's form and the system's.
#pragma once

#include <sys/socket.h>

#include "asyncio/address.hpp"

namespace reference_subject {

struct NativeAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;
  [[nodiscard]] const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
};

// Numeric hosts only. Throws asyncio::OSError for a path that is too long, asyncio::ValueError for a host
// that is no number.
NativeAddress to_native(const asyncio::Address& address);
asyncio::Address from_native(const sockaddr_storage& storage, socklen_t size);

}  // namespace reference_subject
