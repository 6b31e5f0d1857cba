#include "channel.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace reference_subject {
namespace {

// Out of the way of the low numbers, which a scenario may count on.
constexpr int first_private_descriptor = 3;

int checked(int result, const char* call) {
  if (result < 0) {
    throw std::system_error(errno, std::generic_category(), call);
  }
  return result;
}

}  // namespace

Channel::Channel()
    : input_(checked(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, first_private_descriptor),
                     "fcntl of standard input")),
      output_(checked(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, first_private_descriptor),
                      "fcntl of standard output")) {
  const int null_device = checked(::open("/dev/null", O_RDWR | O_CLOEXEC), "open of /dev/null");
  checked(::dup2(null_device, STDIN_FILENO), "dup2 of /dev/null");
  // Where standard error was closed, there is still no reason to hand the protocol to children.
  if (::fcntl(STDERR_FILENO, F_GETFD) < 0) {
    checked(::dup2(null_device, STDERR_FILENO), "dup2 of /dev/null");
  }
  checked(::dup2(STDERR_FILENO, STDOUT_FILENO), "dup2 of standard error");
  if (null_device > STDERR_FILENO) {
    ::close(null_device);
  }
}

Channel::~Channel() {
  ::close(input_);
  ::close(output_);
}

std::size_t Channel::read_some(std::span<char> buffer) {
  ssize_t size = 0;
  do {
    size = ::read(input_, buffer.data(), buffer.size());
  } while (size < 0 && errno == EINTR);
  return size > 0 ? static_cast<std::size_t>(size) : 0;
}

std::size_t Channel::write_some(std::string_view text) {
  ssize_t size = 0;
  do {
    size = ::write(output_, text.data(), text.size());
  } while (size < 0 && errno == EINTR);
  return size > 0 ? static_cast<std::size_t>(size) : 0;
}

}  // namespace reference_subject
