#include "process_system.hpp"

#include <fcntl.h>
#include <signal.h>

namespace asyncio::testing {

const long long killed_code = -SIGKILL;
const long long terminated_code = -SIGTERM;

std::size_t open_handles() {
  std::size_t count = 0;
  for (FileDescriptor fd = 0; fd < 4096; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) ++count;
  }
  return count;
}

bool process_exists(ProcessId pid) {
  return ::kill(pid, 0) == 0;
}

std::vector<LoopKind> subprocess_loops() {
  return selector_loops();
}

}  // namespace asyncio::testing
