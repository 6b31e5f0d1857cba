// Sockets, and their addresses between the library's form and the system's.
#pragma once

#include "asyncio/address.hpp"
#include "windows/handles.hpp"

namespace reference_subject {

struct NativeAddress {
  sockaddr_storage storage{};
  int size = 0;
  [[nodiscard]] const sockaddr* get() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
};

// Numeric hosts only. Throws asyncio::ValueError for anything else.
NativeAddress to_native(const asyncio::Address& address);
asyncio::Address from_native(const sockaddr_storage& storage);

asyncio::Address peer_of(FileDescriptor socket);

// Not inheritable, fit for overlapped calls (as those of Python are), and still blocking.
OwnedSocket new_socket(int family, int type);

}  // namespace reference_subject
