#include <unistd.h>

#include "locations.hpp"

namespace loopcheck::cli {

// procfs(5): /proc/self/exe.
std::filesystem::path executable_path() {
  std::error_code failure;
  auto path = std::filesystem::read_symlink("/proc/self/exe", failure);
  return failure ? std::filesystem::current_path() / "loopcheck" : path;
}

}  // namespace loopcheck::cli
