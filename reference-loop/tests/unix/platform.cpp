#include "platform.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>

#include "asyncio/exceptions.hpp"
#include "socket/socket.hpp"
#include "unix/descriptor.hpp"

namespace asyncio::testing {

PipeEnds open_pipe() {
  unix_os::DescriptorPair ends = unix_os::make_pipe();
  return {ends.first.release(), ends.second.release()};
}

PipeEnds open_two_way_pipe() {
  net::DescriptorPair ends = net::make_socket_pair();
  return {ends.first.release(), ends.second.release()};
}

void close_handle(FileDescriptor handle) {
  ::close(handle);
}

FileDescriptor open_temporary_file(std::string_view content) {
  std::string path = "/tmp/reference-loop-XXXXXX";
  const int file = ::mkostemp(path.data(), O_CLOEXEC);
  if (file < 0) throw OSError(errno, "mkostemp");
  ::unlink(path.c_str());
  while (!content.empty()) {
    const ssize_t size = ::write(file, content.data(), content.size());
    if (size < 0) throw OSError(errno, "write");
    content.remove_prefix(static_cast<std::size_t>(size));
  }
  return file;
}

std::size_t count_handles() {
  std::size_t count = 0;
  for (int fd = 0; fd < 1024; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0) ++count;
  }
  return count;
}

}  // namespace asyncio::testing
