#include "system_processes.hpp"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace loopcheck::testing {

// pidfd_open(2): readable once the process has ended, also while nobody has asked yet how.
bool ends_within(pid_t process, std::chrono::milliseconds patience) {
  const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
  if (descriptor < 0) return true;
  pollfd entry{descriptor, POLLIN, 0};
  const bool ended = ::poll(&entry, 1, static_cast<int>(patience.count())) == 1;
  ::close(descriptor);
  return ended;
}

void close_on_exec_from(int lowest) noexcept {
  ::close_range(static_cast<unsigned>(lowest), ~0U, CLOSE_RANGE_CLOEXEC);
}

}  // namespace loopcheck::testing
