// Functions of ntdll.dll that no import library offers, or only with types that leave out what is asked here.
#pragma once

#include "windows/system.hpp"

namespace reference_subject {

// Null if this system has no function of that name.
template <class Function>
Function from_ntdll(const char* name) {
  const HMODULE library = ::GetModuleHandleW(L"ntdll.dll");
  return library == nullptr
             ? nullptr
             : reinterpret_cast<Function>(reinterpret_cast<void*>(::GetProcAddress(library, name)));
}

}  // namespace reference_subject
