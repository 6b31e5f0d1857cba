// https://man7.org/linux/man-pages/man2/sendfile.2.html
#include <sys/sendfile.h>

#include "unix/descriptor.hpp"
#include "unix/pipe_signal.hpp"
#include "unix/sendfile_system.hpp"

namespace asyncio::unix_os {

net::Transferred system_sendfile(FileDescriptor socket, FileDescriptor file, off_t offset,
                                 std::size_t count) noexcept {
  const BlockedPipeSignal no_signal;
  return transferred(::sendfile(socket, file, &offset, count));
}

}  // namespace asyncio::unix_os
