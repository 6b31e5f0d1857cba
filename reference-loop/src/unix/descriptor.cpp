#include "unix/descriptor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "socket/socket.hpp"

namespace asyncio {
namespace net {

void OwnedDescriptor::reset(FileDescriptor fd) noexcept {
  if (fd_ != invalid_descriptor) {
    // An interrupted close() has closed the descriptor on all systems that we know, so it is never repeated.
    const int kept = errno;
    ::close(fd_);
    errno = kept;
  }
  fd_ = fd;
}

void set_blocking(FileDescriptor socket, bool blocking) {
  unix_os::set_blocking(socket, blocking);
}
bool is_known_to_block(FileDescriptor socket) {
  return unix_os::is_blocking(socket);
}

}  // namespace net

namespace unix_os {

void throw_errno(std::string_view what) {
  throw OSError(errno, what);
}

net::Transferred transferred(ssize_t result) noexcept {
  return result < 0 ? net::Transferred{0, net::last_error()}
                    : net::Transferred{static_cast<std::size_t>(result), {}};
}

void set_blocking(FileDescriptor fd, bool blocking) {
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0) throw_errno("fcntl");
  const int wanted = blocking ? flags & ~O_NONBLOCK : flags | O_NONBLOCK;
  if (wanted != flags && ::fcntl(fd, F_SETFL, wanted) < 0) throw_errno("fcntl");
}

bool is_blocking(FileDescriptor fd) {
  const int flags = ::fcntl(fd, F_GETFL);
  if (flags < 0) throw_errno("fcntl");
  return (flags & O_NONBLOCK) == 0;
}

OwnedDescriptor duplicate(FileDescriptor fd, FileDescriptor lowest) {
  OwnedDescriptor copy(::fcntl(fd, F_DUPFD_CLOEXEC, lowest));
  if (!copy) throw_errno("fcntl");
  return copy;
}

}  // namespace unix_os
}  // namespace asyncio
