#include "what_it_is.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include "asyncio/native_socket.hpp"

namespace asyncio::defects {

bool is_regular_file(FileDescriptor fd) {
  struct stat status {};
  return ::fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

bool is_character_device(FileDescriptor fd) {
  struct stat status {};
  return ::fstat(fd, &status) == 0 && S_ISCHR(status.st_mode);
}

bool is_socket(FileDescriptor fd) {
  struct stat status {};
  return ::fstat(fd, &status) == 0 && S_ISSOCK(status.st_mode);
}

void delay_small_packets(FileDescriptor socket) {
  const int off = 0;
  ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &off, sizeof(off));
}

void rewind_file(FileDescriptor file) {
  ::lseek(file, 0, SEEK_SET);
}

}  // namespace asyncio::defects
