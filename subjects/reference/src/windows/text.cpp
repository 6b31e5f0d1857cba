#include "windows/text.hpp"

#include "asyncio/exceptions.hpp"
#include "windows/system.hpp"

namespace reference_subject {

std::wstring to_wide(std::string_view text) {
  if (text.empty()) {
    return {};
  }
  const int size = static_cast<int>(text.size());
  const int length = ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text.data(), size, nullptr, 0);
  if (length == 0) {
    throw asyncio::ValueError("not UTF-8: " + std::string(text));
  }
  std::wstring wide(static_cast<std::size_t>(length), L'\0');
  ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text.data(), size, wide.data(), length);
  return wide;
}

}  // namespace reference_subject
