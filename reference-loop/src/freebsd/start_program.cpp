// FreeBSD's posix_spawn() starts no session: POSIX_SPAWN_SETSID is missing from posix_spawnattr_setflags(3).
#include "unix/program_start.hpp"

namespace asyncio::unix_os {

int start_program(const ProgramStart& start, ProcessId& child) {
  return start_by_fork(start, child);
}

}  // namespace asyncio::unix_os
