#include "guardian.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>

namespace loopcheck::subject::native {
namespace {

// Reads numbers of groups, negative ones for those that are released, until nobody can write any more.
[[noreturn]] void stand_guard(int orders) {
  std::set<pid_t> groups;
  pid_t order = 0;
  for (;;) {
    const auto size = ::read(orders, &order, sizeof order);
    if (size < 0 && errno == EINTR) continue;
    if (size != static_cast<ssize_t>(sizeof order)) break;
    if (order > 0) {
      groups.insert(order);
    } else {
      groups.erase(-order);
    }
  }
  for (const pid_t group : groups) ::killpg(group, SIGKILL);
  ::_exit(0);
}

void close_all_but(int kept) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  constexpr rlim_t most = 1 << 16;
  const int end = static_cast<int>(std::min(limit.rlim_cur, most));
  for (int descriptor = 0; descriptor < end; ++descriptor) {
    if (descriptor != kept) ::close(descriptor);
  }
}

class Guardian {
 public:
  Guardian() {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return;
    for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
    const pid_t guardian = ::fork();
    if (guardian == 0) {
      // Ctrl-C is not for it, and nothing of the harness is kept open by it.
      ::setpgid(0, 0);
      close_all_but(ends[0]);
      stand_guard(ends[0]);
    }
    ::close(ends[0]);
    orders_ = ends[1];
  }
  ~Guardian() = default;  // the end of the harness closes the pipe
  Guardian(const Guardian&) = delete;
  Guardian& operator=(const Guardian&) = delete;

  void order(pid_t number) const {
    if (orders_ >= 0) (void)!::write(orders_, &number, sizeof number);
  }

 private:
  int orders_ = -1;
};

const Guardian& guardian() {
  static const Guardian the_one;
  return the_one;
}

}  // namespace

void guard(pid_t group) {
  guardian().order(group);
}

void release(pid_t group) {
  guardian().order(-group);
}

}  // namespace loopcheck::subject::native
