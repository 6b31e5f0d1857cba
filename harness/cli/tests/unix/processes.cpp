#include "processes.hpp"

#include <chrono>

#include "system_processes.hpp"
#include "unix/marked_processes.hpp"

namespace loopcheck::cli {

std::vector<std::string> lasting_processes(const std::string& mark) {
  std::vector<std::string> lasting;
  // One that ends may just have started another.
  for (auto found = marked_processes(mark); !found.empty() && lasting.empty();
       found = marked_processes(mark)) {
    for (const auto& process : found) {
      if (!testing::ends_within(process.id, std::chrono::seconds(10))) lasting.push_back(process.command);
    }
  }
  return lasting;
}

}  // namespace loopcheck::cli
