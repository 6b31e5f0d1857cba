#include "channel.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "loopcheck/protocol/messages.hpp"

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

std::optional<std::string> Channel::read_line() {
  std::size_t searched = begin_;
  while (true) {
    const std::size_t end = buffer_.find('\n', searched);
    if (end != std::string::npos) {
      std::string line = buffer_.substr(begin_, end - begin_);
      begin_ = end + 1;
      return line;
    }
    buffer_.erase(0, begin_);
    begin_ = 0;
    searched = buffer_.size();
    if (buffer_.size() > loopcheck::protocol::line_limit) {
      return std::nullopt;
    }
    std::array<char, 65536> chunk;
    const ssize_t size = ::read(input_, chunk.data(), chunk.size());
    if (size > 0) {
      buffer_.append(chunk.data(), static_cast<std::size_t>(size));
    } else if (size == 0 || errno != EINTR) {
      return std::nullopt;
    }
  }
}

bool Channel::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(output_, text.data(), text.size());
    if (written > 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (written < 0 && errno != EINTR) {
      return false;
    }
  }
  return true;
}

}  // namespace reference_subject
