#include "unix/descriptor.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "asyncio/exceptions.hpp"

namespace asyncio::unix_os {

void OwnedDescriptor::reset(FileDescriptor fd) noexcept {
  if (fd_ != invalid_descriptor) {
    // An interrupted close() has closed the descriptor on all systems that we know, so it is never repeated.
    const int kept = errno;
    ::close(fd_);
    errno = kept;
  }
  fd_ = fd;
}

void throw_errno(std::string_view what) {
  throw OSError(errno, what);
}

bool is_try_again(int error_number) noexcept {
  return error_number == EAGAIN || error_number == EWOULDBLOCK || error_number == EINTR;
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

}  // namespace asyncio::unix_os
