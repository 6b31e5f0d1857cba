// Where posix_spawn() can start a session: glibc 2.26, macOS 10.15.
#include "unix/spawn_attributes.hpp"

namespace asyncio::unix_os {

void SpawnAttributes::start_session() {
  add_flags(POSIX_SPAWN_SETSID);
}

}  // namespace asyncio::unix_os
