// What this program has open, as Win32 sees it.
#pragma once

#include <windows.h>

#include <string>
#include <string_view>

namespace loopcheck::child {

// Null if the standard stream is not there.
HANDLE stream_handle(int fd);

// "pipe", "socket", "file", "null", "tty", "closed", or "other".
std::string_view kind_of_handle(HANDLE handle);

// UTF-16 of the system as UTF-8. What is not valid UTF-16 becomes U+FFFD.
std::string to_utf8(std::wstring_view text);

}  // namespace loopcheck::child
