// Text between our UTF-8 and the UTF-16 of Windows.
#pragma once

#include <string>
#include <string_view>

namespace loopcheck::subject::native {

// Bytes that are no UTF-8 become U+FFFD.
std::wstring wide(std::string_view text);
std::string narrow(std::wstring_view text);

}  // namespace loopcheck::subject::native
