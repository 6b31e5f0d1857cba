#include <windows.h>

#include <string>

#include "locations.hpp"

namespace loopcheck::cli {

std::filesystem::path executable_path() {
  constexpr DWORD longest_path = 32768;
  std::wstring path(longest_path, L'\0');
  path.resize(::GetModuleFileNameW(nullptr, path.data(), longest_path));
  return path.empty() ? std::filesystem::current_path() / "loopcheck.exe" : std::filesystem::path(path);
}

}  // namespace loopcheck::cli
