// Where posix_spawn() can be told to close what is left: glibc 2.34.
#include "unix/spawn_attributes.hpp"

namespace asyncio::unix_os {

const int flags_for_closing = 0;

void SpawnFileActions::close_from(FileDescriptor lowest) {
  check_spawn(::posix_spawn_file_actions_addclosefrom_np(&actions_, lowest));
}

}  // namespace asyncio::unix_os
