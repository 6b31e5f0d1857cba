// glibc and macOS.
#include "unix/program_start.hpp"

namespace asyncio::unix_os {

int start_program(const ProgramStart& start, ProcessId& child) {
  return start_by_posix_spawn(start, child);
}

}  // namespace asyncio::unix_os
