#include "unix/marked_processes.hpp"

#include <sys/sysctl.h>
#include <unistd.h>

#include <array>
#include <cstddef>

namespace loopcheck::cli {
namespace {

// sysctl(3), which tells the size first. Empty if it refuses, as for a zombie or another user's process.
template <std::size_t Size>
std::string system_value(std::array<int, Size> name) {
  std::size_t size = 0;
  if (::sysctl(name.data(), Size, nullptr, &size, nullptr, 0) != 0) return {};
  std::string value(size, '\0');
  if (::sysctl(name.data(), Size, value.data(), &size, nullptr, 0) != 0) return {};
  value.resize(size);
  return value;
}

std::vector<pid_t> all_processes() {
  const std::string table = system_value(std::array<int, 3>{CTL_KERN, KERN_PROC, KERN_PROC_ALL});
  std::vector<pid_t> found;
  for (std::size_t at = 0; at + sizeof(kinfo_proc) <= table.size(); at += sizeof(kinfo_proc)) {
    pid_t process = 0;
    table.copy(reinterpret_cast<char*>(&process), sizeof process,
               at + offsetof(kinfo_proc, kp_proc) + offsetof(extern_proc, p_pid));
    found.push_back(process);
  }
  return found;
}

}  // namespace

// KERN_PROCARGS2: the number of arguments, the file, the arguments and the environment, each ended by a zero.
std::vector<MarkedProcess> marked_processes(const std::string& mark) {
  const std::string entry = '\0' + mark + '\0';
  std::vector<MarkedProcess> found;
  for (const pid_t process : all_processes()) {
    if (process == ::getpid()) continue;
    const std::string block = system_value(std::array<int, 3>{CTL_KERN, KERN_PROCARGS2, process});
    if (block.find(entry) == std::string::npos) continue;
    const std::string file = block.c_str() + sizeof(int);
    found.push_back({process, file + " " + std::to_string(process)});
  }
  return found;
}

}  // namespace loopcheck::cli
