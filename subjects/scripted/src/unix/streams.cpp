#include "streams.hpp"

#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>

namespace scripted_subject {

void prepare() {
  std::signal(SIGPIPE, SIG_IGN);
}

std::vector<std::string> arguments_of(int count, char** values) {
  return {values + (count > 0 ? 1 : 0), values + count};
}

std::optional<std::string> read_line() {
  static std::string buffer;
  while (true) {
    if (const std::size_t end = buffer.find('\n'); end != std::string::npos) {
      std::string line = buffer.substr(0, end);
      buffer.erase(0, end + 1);
      return line;
    }
    std::array<char, 65536> chunk;
    const ssize_t size = ::read(standard_input, chunk.data(), chunk.size());
    if (size > 0) {
      buffer.append(chunk.data(), static_cast<std::size_t>(size));
    } else if (size == 0 || errno != EINTR) {
      return std::nullopt;
    }
  }
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written > 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

void close_output() {
  ::close(standard_output);
}

bool output_is_read(int milliseconds) {
  pollfd output{standard_output, 0, 0};
  ::poll(&output, 1, milliseconds);
  return (output.revents & (POLLERR | POLLNVAL)) == 0;
}

void hang() {
  while (true) {
    ::pause();
  }
}

void crash() {
  const struct rlimit no_memory_image {};
  ::setrlimit(RLIMIT_CORE, &no_memory_image);
  std::signal(SIGSEGV, SIG_DFL);
  std::raise(SIGSEGV);
  ::_exit(1);
}

void exit_now(int status) {
  ::_exit(status);
}

void ignore_requests_to_end() {
  std::signal(SIGTERM, SIG_IGN);
  std::signal(SIGINT, SIG_IGN);
}

std::optional<unsigned long> leave_grandchild() {
  const pid_t grandchild = ::fork();
  if (grandchild == 0) {
    ::close(standard_input);
    ::close(standard_error);
    hang();
  }
  return grandchild > 0 ? std::optional(static_cast<unsigned long>(grandchild)) : std::nullopt;
}

}  // namespace scripted_subject
