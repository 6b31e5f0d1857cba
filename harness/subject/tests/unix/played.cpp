#include "played.hpp"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace loopcheck::subject {

const char* const crash_description = "signal 11 (SIGSEGV)";

bool goes_away(unsigned long process) {
  // Readable once it has ended, also while nobody has asked yet how.
  const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, static_cast<pid_t>(process), 0));
  if (descriptor < 0) return true;
  constexpr int patience_ms = 30'000;
  pollfd entry{descriptor, POLLIN, 0};
  const bool gone = ::poll(&entry, 1, patience_ms) == 1;
  ::close(descriptor);
  return gone;
}

}  // namespace loopcheck::subject
