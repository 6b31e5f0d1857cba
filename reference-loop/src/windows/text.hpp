// Between the UTF-8 of our strings and the UTF-16 of the system calls whose names end in W.
#pragma once

#include <string>
#include <string_view>

namespace asyncio::windows_os {

// What is not valid UTF-8 becomes U+FFFD.
[[nodiscard]] std::wstring to_wide(std::string_view text);
// For texts that the caller gave, and that must arrive as they are: ValueError for what is not UTF-8, and for
// a zero.
[[nodiscard]] std::wstring to_native_text(std::string_view text);
[[nodiscard]] std::string to_utf8(std::wstring_view text);

// The system's words for a code of GetLastError() or WSAGetLastError(), in one line and without its full
// stop, as Python shows them; "Windows Error 0x…" where it has none.
[[nodiscard]] std::string system_message(int code);

}  // namespace asyncio::windows_os
