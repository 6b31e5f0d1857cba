// FreeBSD's posix_spawn() can start a process group and no session. Half of what was asked for would not be
// told from all of it, so it is refused.
#include <cerrno>

#include "asyncio/exceptions.hpp"
#include "unix/spawn_attributes.hpp"

namespace asyncio::unix_os {

void SpawnAttributes::start_session() {
  throw OSError(ENOTSUP, "start_new_session");
}

}  // namespace asyncio::unix_os
