// Text between our UTF-8 and the UTF-16 of Windows.
#pragma once

#include <string>
#include <string_view>

namespace loopcheck::cli {

std::wstring wide(std::string_view text);
std::string narrow(std::wstring_view text);

}  // namespace loopcheck::cli
