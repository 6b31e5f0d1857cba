// Whether it is Wine that answers, which differs from Windows in places.
#pragma once

#include <windows.h>

namespace asyncio::testing {

inline bool is_wine() noexcept {
  const HMODULE system = ::GetModuleHandleW(L"ntdll.dll");
  return system != nullptr && ::GetProcAddress(system, "wine_get_version") != nullptr;
}

}  // namespace asyncio::testing
