// Which errno, and which subclass of OSError, Python gives to an error of Windows.
#pragma once

#include <string_view>

namespace asyncio::windows_os {

// For a code of GetLastError() or WSAGetLastError(). Codes of Winsock are their own errno, since Python's
// errno module has them under the names ECONNREFUSED and so on; but the six that C has always had are C's.
[[nodiscard]] int to_errno(int winerror) noexcept;

// PEP 3151, by errno: "ConnectionRefusedError" for 10061; "OSError" if it has no class of its own.
[[nodiscard]] std::string_view os_error_type(int error_number) noexcept;

}  // namespace asyncio::windows_os
