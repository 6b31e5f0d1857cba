// sendfile(2) of macOS: the count goes in and the number of bytes that were sent comes out of the same
// variable, also where the call fails with EAGAIN or EINTR after having sent a part.
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "unix/descriptor.hpp"
#include "unix/sendfile_system.hpp"

namespace asyncio::unix_os {

net::Transferred system_sendfile(FileDescriptor socket, FileDescriptor file, off_t offset,
                                 std::size_t count) noexcept {
  ::fcntl(socket, F_SETNOSIGPIPE, 1);        // for a socket of somebody else's: see pipe_write.cpp
  off_t length = static_cast<off_t>(count);  // never 0, which would mean all of the file
  const int status = ::sendfile(file, socket, offset, &length, nullptr, 0);
  return transferred(length > 0 || status == 0 ? static_cast<ssize_t>(length) : -1);
}

}  // namespace asyncio::unix_os
