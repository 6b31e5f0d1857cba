#include "unix/processes.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace asyncio::testing {

namespace fs = std::filesystem;

std::vector<ProcessId> unreaped_children() {
  std::vector<ProcessId> found;
  std::ifstream list("/proc/self/task/" + std::to_string(::gettid()) + "/children");
  for (ProcessId pid = 0; list >> pid;) found.push_back(pid);
  return found;
}

bool file_exists(const std::string& path) {
  return fs::exists(fs::symlink_status(path));
}

std::string file_content(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace asyncio::testing
