#include "unix/opening.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "unix/descriptor.hpp"

namespace reference_subject {
namespace {

void prepare(int fd, Mode mode) {
  checked(::fcntl(fd, F_SETFD, FD_CLOEXEC), "fcntl");
  const int flags = checked(::fcntl(fd, F_GETFL), "fcntl");
  checked(::fcntl(fd, F_SETFL, mode == Mode::non_blocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK),
          "fcntl");
}

int prepared(int fd, Mode mode) {
  Descriptor owned(fd);
  prepare(fd, mode);
  return owned.release();
}

std::array<int, 2> prepared(const std::array<int, 2>& ends, Mode mode) {
  Descriptor first(ends[0]);
  Descriptor second(ends[1]);
  prepare(ends[0], mode);
  prepare(ends[1], mode);
  return {first.release(), second.release()};
}

}  // namespace

std::array<int, 2> open_pipe() {
  std::array<int, 2> ends{};
  checked(::pipe(ends.data()), "pipe");
  return prepared(ends, Mode::blocking);
}

int open_socket(int family, int type, Mode mode) {
  return prepared(checked(::socket(family, type, 0), "socket"), mode);
}

std::array<int, 2> open_socket_pair(int type) {
  std::array<int, 2> ends{};
  checked(::socketpair(AF_UNIX, type, 0, ends.data()), "socketpair");
  return prepared(ends, Mode::non_blocking);
}

int accept_connection(int listening) {
  return prepared(checked(::accept(listening, nullptr, nullptr), "accept"), Mode::non_blocking);
}

}  // namespace reference_subject
