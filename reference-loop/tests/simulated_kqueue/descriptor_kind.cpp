#include "descriptor_kind.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <linux/sockios.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>

namespace simulated_kqueue {

DescriptorKind kind_of(int fd) noexcept {
  struct stat status {};
  if (::fstat(fd, &status) != 0) {
    return DescriptorKind::closed;
  }
  switch (status.st_mode & S_IFMT) {
    case S_IFREG:
      return DescriptorKind::file;
    case S_IFDIR:
      return DescriptorKind::directory;
    case S_IFSOCK:
      return DescriptorKind::socket;
    case S_IFCHR:
      return ::isatty(fd) == 1 ? DescriptorKind::terminal : DescriptorKind::device;
    case S_IFBLK:
      return DescriptorKind::device;
    case S_IFIFO: {
      struct statfs system {};
      const bool anonymous = ::fstatfs(fd, &system) == 0 && system.f_type == PIPEFS_MAGIC;
      return anonymous ? DescriptorKind::pipe : DescriptorKind::fifo;
    }
    default:
      return DescriptorKind::other;  // epoll, eventfd, pidfd: they have no type
  }
}

bool has_no_reader(int fd) noexcept {
  pollfd polled{fd, POLLOUT, 0};
  return ::poll(&polled, 1, 0) == 1 && (polled.revents & POLLERR) != 0;
}

bool was_never_connected(int fd) noexcept {
  // After a connection, the end of reading comes with every hang-up.
  pollfd polled{fd, POLLIN | POLLRDHUP, 0};
  return kind_of(fd) == DescriptorKind::socket && ::poll(&polled, 1, 0) == 1 &&
         (polled.revents & (POLLIN | POLLRDHUP | POLLERR | POLLHUP)) == POLLHUP;
}

std::intptr_t distance_to_end(int fd) noexcept {
  struct stat status {};
  ::fstat(fd, &status);
  return static_cast<std::intptr_t>(status.st_size - ::lseek(fd, 0, SEEK_CUR));
}

std::intptr_t readable_amount(int fd) noexcept {
  int bytes = 0;
  // A listening socket cannot be asked; it would tell of its connections.
  return ::ioctl(fd, FIONREAD, &bytes) == 0 ? bytes : 1;
}

std::intptr_t writable_amount(int fd) noexcept {
  int used = 0;
  if (const int size = ::fcntl(fd, F_GETPIPE_SZ); size >= 0) {
    return ::ioctl(fd, FIONREAD, &used) == 0 ? size - used : size;
  }
  int size = 0;
  socklen_t length = sizeof(size);
  if (::getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, &length) != 0) {
    return 1;
  }
  return ::ioctl(fd, SIOCOUTQ, &used) == 0 ? std::max(size - used, 1) : size;
}

}  // namespace simulated_kqueue
