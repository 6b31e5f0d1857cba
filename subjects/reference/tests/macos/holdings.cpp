// What a process holds on to, as libproc tells it.
#include <libproc.h>
#include <sys/proc_info.h>

#include <vector>

#include "reference_subject.hpp"

namespace loopcheck::testing {
namespace {

// The first answer, without room, is more than there is; the second is exact.
std::size_t descriptors_of(int pid) {
  const int room = ::proc_pidinfo(pid, PROC_PIDLISTFDS, 0, nullptr, 0);
  if (room <= 0) return 0;
  std::vector<proc_fdinfo> table(static_cast<std::size_t>(room) / sizeof(proc_fdinfo));
  const int size = ::proc_pidinfo(pid, PROC_PIDLISTFDS, 0, table.data(), room);
  return size <= 0 ? 0 : static_cast<std::size_t>(size) / sizeof(proc_fdinfo);
}

std::size_t children_of(int pid) {
  std::vector<pid_t> found(1024);
  const int count = ::proc_listchildpids(pid, found.data(), static_cast<int>(found.size() * sizeof(pid_t)));
  return count <= 0 ? 0 : static_cast<std::size_t>(count);
}

std::size_t threads_of(int pid) {
  proc_taskinfo info{};
  const int size = ::proc_pidinfo(pid, PROC_PIDTASKINFO, 0, &info, sizeof info);
  return size == sizeof info ? static_cast<std::size_t>(info.pti_threadnum) : 0;
}

}  // namespace

Holdings holdings_of(int pid) {
  return {descriptors_of(pid), children_of(pid), threads_of(pid)};
}

}  // namespace loopcheck::testing
