#include <unistd.h>

#include "unix/program_start.hpp"
#include "unix/spawn_attributes.hpp"

namespace asyncio::unix_os {

int start_by_posix_spawn(const ProgramStart& start, ProcessId& child) {
  SpawnFileActions actions;
  // Before the folder changes: a descriptor does not depend on it, and after it only exec is left.
  for (std::size_t target = 0; target < start.standard_streams.size(); ++target) {
    const FileDescriptor source = start.standard_streams[target];
    if (source != invalid_descriptor) actions.duplicate_to(source, static_cast<FileDescriptor>(target));
  }
  actions.close_from(STDERR_FILENO + 1);
  if (start.working_directory != nullptr) actions.change_folder(start.working_directory);
  SpawnAttributes attributes;
  attributes.reset_signals();
  if (start.new_session) attributes.start_session();
  return ::posix_spawn(&child, start.file, actions.get(), attributes.get(), start.arguments,
                       start.environment);
}

}  // namespace asyncio::unix_os
