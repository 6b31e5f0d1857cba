// sendfile(2) of FreeBSD: it tells what was sent also where it fails with EAGAIN or EINTR after a part.
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "unix/descriptor.hpp"
#include "unix/pipe_signal.hpp"
#include "unix/sendfile_system.hpp"

namespace asyncio::unix_os {

net::Transferred system_sendfile(FileDescriptor socket, FileDescriptor file, off_t offset,
                                 std::size_t count) noexcept {
  const BlockedPipeSignal no_signal;
  off_t sent = 0;
  const int status = ::sendfile(file, socket, offset, count, nullptr, &sent, 0);
  return transferred(sent > 0 || status == 0 ? static_cast<ssize_t>(sent) : -1);
}

}  // namespace asyncio::unix_os
