#include "platform.hpp"

#include "windows/ntdll.hpp"

namespace reference_subject {
std::string platform_name() {
  return "windows";
}

// The true version, whatever the program says it was written for.
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

// Wine's ntdll has a function that nothing else has.
Provenance provenance() {
  using Ask = const char*(CDECL*)();
  const auto ask = from_ntdll<Ask>("wine_get_version");
  return ask == nullptr ? Provenance{"native", ""} : Provenance{"wine", std::string("Wine ") + ask()};
}

}  // namespace reference_subject
