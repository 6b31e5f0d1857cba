#include "windows/text.hpp"

#include <windows.h>

#include <array>
#include <cstdio>
#include <memory>

#include "asyncio/exceptions.hpp"

namespace asyncio::windows_os {
namespace {

struct FreeLocal {
  void operator()(wchar_t* memory) const noexcept { ::LocalFree(memory); }
};

}  // namespace

std::wstring to_wide(std::string_view text) {
  if (text.empty()) return {};
  const int length = static_cast<int>(text.size());
  const int needed = ::MultiByteToWideChar(CP_UTF8, 0, text.data(), length, nullptr, 0);
  std::wstring wide(static_cast<std::size_t>(needed), L'\0');
  ::MultiByteToWideChar(CP_UTF8, 0, text.data(), length, wide.data(), needed);
  return wide;
}

std::wstring to_native_text(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) throw ValueError("embedded null character");
  if (!text.empty() && ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text.data(),
                                             static_cast<int>(text.size()), nullptr, 0) == 0) {
    throw ValueError("not a text in UTF-8");
  }
  return to_wide(text);
}

std::string to_utf8(std::wstring_view text) {
  if (text.empty()) return {};
  const int length = static_cast<int>(text.size());
  const int needed = ::WideCharToMultiByte(CP_UTF8, 0, text.data(), length, nullptr, 0, nullptr, nullptr);
  std::string narrow(static_cast<std::size_t>(needed), '\0');
  ::WideCharToMultiByte(CP_UTF8, 0, text.data(), length, narrow.data(), needed, nullptr, nullptr);
  return narrow;
}

std::string system_message(int code) {
  wchar_t* made = nullptr;
  const DWORD size = ::FormatMessageW(
      FORMAT_MESSAGE_ALLOCATE_BUFFER | FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, nullptr,
      static_cast<DWORD>(code), 0, reinterpret_cast<wchar_t*>(&made), 0, nullptr);
  const std::unique_ptr<wchar_t, FreeLocal> owner(made);
  if (size == 0) {
    // Wine has no texts for most codes of Winsock.
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "Windows Error 0x%x", static_cast<unsigned>(code));
    return text.data();
  }
  std::wstring_view text(made, size);
  while (!text.empty() && (text.back() <= L' ' || text.back() == L'.')) text.remove_suffix(1);
  return to_utf8(text);
}

}  // namespace asyncio::windows_os
