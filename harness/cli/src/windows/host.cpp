#include "host.hpp"

#include <windows.h>

#include <algorithm>
#include <string>
#include <thread>

#include <fmt/format.h>

namespace loopcheck::cli {
namespace {

template <class Function>
Function* exported(const char* name) {
  const HMODULE library = ::GetModuleHandleW(L"ntdll.dll");
  const auto address = library == nullptr ? nullptr : ::GetProcAddress(library, name);
  return reinterpret_cast<Function*>(reinterpret_cast<void*>(address));
}

// GetVersionEx tells each program what it wants to hear; this is the system's own number.
std::string release() {
  using GetVersion = LONG WINAPI(OSVERSIONINFOW*);
  OSVERSIONINFOW version{};
  version.dwOSVersionInfoSize = sizeof version;
  auto* const get_version = exported<GetVersion>("RtlGetVersion");
  if (get_version == nullptr || get_version(&version) != 0) return "";
  auto text = fmt::format("{}.{}.{}", version.dwMajorVersion, version.dwMinorVersion, version.dwBuildNumber);
  using WineVersion = const char*();
  if (auto* const wine_version = exported<WineVersion>("wine_get_version"))
    text += fmt::format(" (Wine {})", wine_version());
  return text;
}

std::string architecture() {
  SYSTEM_INFO system{};
  ::GetNativeSystemInfo(&system);
  switch (system.wProcessorArchitecture) {
    case PROCESSOR_ARCHITECTURE_AMD64:
      return "x86_64";
    case PROCESSOR_ARCHITECTURE_ARM64:
      return "arm64";
    case PROCESSOR_ARCHITECTURE_INTEL:
      return "x86";
    default:
      return "other";
  }
}

}  // namespace

record::Host this_host() {
  record::Host host;
  host.system = "Windows";
  host.release = release();
  host.arch = architecture();
  host.processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  return host;
}

}  // namespace loopcheck::cli
