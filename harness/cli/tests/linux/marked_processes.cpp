#include "unix/marked_processes.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace loopcheck::cli {
namespace {

std::string content(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

bool has_entry(const std::string& block, const std::string& entry) {
  const auto with_ends = std::string(1, '\0') + entry + '\0';
  return ('\0' + block + '\0').find(with_ends) != std::string::npos;
}

}  // namespace

// proc(5)
std::vector<MarkedProcess> marked_processes(const std::string& mark) {
  std::vector<MarkedProcess> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    const auto process = static_cast<pid_t>(std::stol(name));
    if (process == ::getpid() || !has_entry(content(entry.path() / "environ"), mark)) continue;
    auto command = content(entry.path() / "cmdline");
    std::replace(command.begin(), command.end(), '\0', ' ');
    found.push_back({process, command});
  }
  return found;
}

}  // namespace loopcheck::cli
