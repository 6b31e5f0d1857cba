// Making the child, once everything about it is decided. There are two ways; a system's list of sources
// chooses.
#pragma once

#include <array>

#include "asyncio/native.hpp"

namespace asyncio::unix_os {

struct ProgramStart {
  // What become descriptors 0, 1 and 2; numbers above 2, or invalid_descriptor: inherited.
  std::array<FileDescriptor, 3> standard_streams{invalid_descriptor, invalid_descriptor, invalid_descriptor};
  const char* working_directory = nullptr;  // null: inherited
  bool new_session = false;
  const char* file = nullptr;  // with a slash; looked for in the child's folder
  char* const* arguments = nullptr;
  char* const* environment = nullptr;
};

// The child gets no other descriptor, an empty signal mask, and the default disposition of every signal.
// Returns once the program runs: 0 and the process, or the errno of what failed, and no process is left.
// Thread-safe. Throws OSError where there are no means to try.
[[nodiscard]] int start_program(const ProgramStart& start, ProcessId& child);

// By posix_spawn(): no copy of the parent's memory is made.
[[nodiscard]] int start_by_posix_spawn(const ProgramStart& start, ProcessId& child);
// By fork(), where posix_spawn() lacks something.
[[nodiscard]] int start_by_fork(const ProgramStart& start, ProcessId& child);

}  // namespace asyncio::unix_os
