// Text between the protocol's UTF-8 and the UTF-16 of Windows.
#pragma once

#include <string>
#include <string_view>

namespace reference_subject {

// Throws asyncio::ValueError for what is no UTF-8.
std::wstring to_wide(std::string_view text);

}  // namespace reference_subject
