// On macOS a flag closes every descriptor that no file action names, so the others have to be named. It also
// spares children what another thread opens meanwhile: see socket.cpp. POSIX_SPAWN_CLOEXEC_DEFAULT:
// posix_spawnattr_setflags(3) of macOS; the exceptions: posix_spawn_file_actions_addinherit_np(3)
#include <fcntl.h>

#include "unix/spawn_attributes.hpp"

namespace asyncio::unix_os {

const int flags_for_closing = POSIX_SPAWN_CLOEXEC_DEFAULT;

void SpawnFileActions::close_from(FileDescriptor lowest) {
  for (FileDescriptor fd = 0; fd < lowest; ++fd) {
    // One that is closed here cannot be inherited; if an earlier action opens it, that has named it already.
    if (::fcntl(fd, F_GETFD) >= 0) check_spawn(::posix_spawn_file_actions_addinherit_np(&actions_, fd));
  }
}

}  // namespace asyncio::unix_os
