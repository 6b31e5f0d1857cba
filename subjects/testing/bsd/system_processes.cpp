#include "system_processes.hpp"

#include <fcntl.h>
#include <sys/event.h>
#include <time.h>
#include <unistd.h>

namespace loopcheck::testing {

// kqueue(2): EVFILT_PROC with NOTE_EXIT. One that has ended already is not found (ESRCH).
bool ends_within(pid_t process, std::chrono::milliseconds patience) {
  const int queue = ::kqueue();
  if (queue < 0) return false;
  struct kevent change {};
  EV_SET(&change, static_cast<uintptr_t>(process), EVFILT_PROC, EV_ADD | EV_ONESHOT, NOTE_EXIT, 0, nullptr);
  const bool found = ::kevent(queue, &change, 1, nullptr, 0, nullptr) == 0;
  struct kevent event {};
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(patience);
  const timespec timeout{static_cast<time_t>(seconds.count()),
                         static_cast<long>(std::chrono::nanoseconds(patience - seconds).count())};
  const bool ended = !found || ::kevent(queue, nullptr, 0, &event, 1, &timeout) == 1;
  ::close(queue);
  return ended;
}

void close_on_exec_from(int lowest) noexcept {
  const int limit = ::getdtablesize();
  for (int descriptor = lowest; descriptor < limit; ++descriptor) ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
}

}  // namespace loopcheck::testing
