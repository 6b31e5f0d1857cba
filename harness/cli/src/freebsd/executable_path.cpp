#include <sys/sysctl.h>
#include <sys/types.h>

#include <array>

#include "locations.hpp"

namespace loopcheck::cli {

// sysctl(3), KERN_PROC_PATHNAME; -1 is this process.
std::filesystem::path executable_path() {
  std::array<int, 4> name{CTL_KERN, KERN_PROC, KERN_PROC_PATHNAME, -1};
  std::array<char, 4096> path{};
  std::size_t size = path.size() - 1;
  const bool known = ::sysctl(name.data(), name.size(), path.data(), &size, nullptr, 0) == 0;
  return known ? std::filesystem::path(path.data()) : std::filesystem::current_path() / "loopcheck";
}

}  // namespace loopcheck::cli
