#include "platform.hpp"

#include "windows/system.hpp"

namespace reference_subject {
namespace {

// Both are told by ntdll itself: the version without regard to what the program says it was written for, and
// Wine by a function that nothing else has.
template <class Function>
Function from_ntdll(const char* name) {
  const HMODULE library = ::GetModuleHandleW(L"ntdll.dll");
  return library == nullptr
             ? nullptr
             : reinterpret_cast<Function>(reinterpret_cast<void*>(::GetProcAddress(library, name)));
}

}  // namespace

std::string platform_name() {
  return "windows";
}

std::string platform_version() {
  using Ask = LONG(WINAPI*)(OSVERSIONINFOW*);
  OSVERSIONINFOW version{};
  version.dwOSVersionInfoSize = sizeof version;
  const auto ask = from_ntdll<Ask>("RtlGetVersion");
  if (ask == nullptr || ask(&version) != 0) {
    return "";
  }
  return std::to_string(version.dwMajorVersion) + '.' + std::to_string(version.dwMinorVersion) + '.' +
         std::to_string(version.dwBuildNumber);
}

std::string architecture() {
  SYSTEM_INFO information{};
  ::GetSystemInfo(&information);  // of this process, which may be emulated
  switch (information.wProcessorArchitecture) {
    case PROCESSOR_ARCHITECTURE_AMD64:
      return "x86_64";
    case PROCESSOR_ARCHITECTURE_ARM64:
      return "arm64";
    case PROCESSOR_ARCHITECTURE_INTEL:
      return "x86";
    default:
      return "unknown";
  }
}

Provenance provenance() {
  using Ask = const char*(CDECL*)();
  const auto ask = from_ntdll<Ask>("wine_get_version");
  return ask == nullptr ? Provenance{"native", ""} : Provenance{"wine", std::string("Wine ") + ask()};
}

}  // namespace reference_subject
