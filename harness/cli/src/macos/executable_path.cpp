#include <mach-o/dyld.h>

#include <array>
#include <cstdint>

#include "locations.hpp"

namespace loopcheck::cli {

// dyld(3)
std::filesystem::path executable_path() {
  std::array<char, 4096> path{};
  auto size = static_cast<std::uint32_t>(path.size());
  std::error_code failure;
  if (::_NSGetExecutablePath(path.data(), &size) == 0) {
    auto real = std::filesystem::canonical(path.data(), failure);
    if (!failure) return real;
  }
  return std::filesystem::current_path() / "loopcheck";
}

}  // namespace loopcheck::cli
