// Pipes, files, devices and terminals.
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <array>

#include "loopcheck/protocol/values.hpp"
#include "outcome.hpp"
#include "unix/descriptor.hpp"
#include "unix/fixture_tables.hpp"
#include "unix/opening.hpp"

namespace reference_subject {
namespace {

std::shared_ptr<End> opened(const std::string& path, int flags) {
  return std::make_shared<End>(checked(::open(path.c_str(), flags | O_CLOEXEC, 0600), "open of " + path));
}

Ends pipe(const FixtureRequest&) {
  const std::array<int, 2> ends = open_pipe();
  return {{"read", std::make_shared<End>(ends[0])}, {"write", std::make_shared<End>(ends[1])}};
}

Ends inheritable_pipe(const FixtureRequest& request) {
  Ends ends = pipe(request);
  for (const auto& [name, end] : ends) {
    checked(::fcntl(end->descriptor(), F_SETFD, 0), "fcntl of the " + name + " end");
  }
  return ends;
}

Ends fifo(const FixtureRequest& request) {
  checked(::mkfifo(request.unique_path.c_str(), 0600), "mkfifo");
  // The opening for reading must not wait for a writer; afterwards both ends are blocking, as open() makes
  // them.
  auto read = opened(request.unique_path, O_RDONLY | O_NONBLOCK);
  auto write = opened(request.unique_path, O_WRONLY);
  checked(::fcntl(read->descriptor(), F_SETFL, O_RDONLY), "fcntl");
  return {{"read", std::move(read)}, {"write", std::move(write)}};
}

Ends file(const FixtureRequest& request, std::string_view content, int flags) {
  make_file(request.unique_path, content);
  return {{"fd", opened(request.unique_path, flags)}};
}

Ends file_read(const FixtureRequest& request) {
  return file(request, "hello", O_RDONLY);
}
Ends file_write(const FixtureRequest& request) {
  return file(request, "", O_WRONLY);
}
Ends file_empty(const FixtureRequest& request) {
  return file(request, "", O_RDWR);
}

Ends file_at_end(const FixtureRequest& request) {
  Ends ends = file(request, "hello", O_RDWR);
  checked(::lseek(ends.at("fd")->descriptor(), 0, SEEK_END), "lseek");
  return ends;
}

Ends file_pattern(const FixtureRequest& request) {
  return file(request, loopcheck::protocol::pattern(request.step.size("size", 0)), O_RDONLY);
}

Ends directory(const FixtureRequest& request) {
  checked(::mkdir(request.unique_path.c_str(), 0700), "mkdir");
  return {{"fd", opened(request.unique_path, O_RDONLY | O_DIRECTORY)}};
}

Ends null_device(const FixtureRequest&) {
  return {{"fd", opened("/dev/null", O_RDWR)}};
}
Ends zero_device(const FixtureRequest&) {
  return {{"fd", opened("/dev/zero", O_RDWR)}};
}
Ends random_device(const FixtureRequest&) {
  return {{"fd", opened("/dev/urandom", O_RDONLY)}};
}

Ends pty(const FixtureRequest&) {
  auto controller_fd = ::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (controller_fd < 0) {
    throw Unmet("pty", "posix_openpt() gives no pseudo-terminal");
  }
  auto controller = std::make_shared<End>(controller_fd);
  // Not ptsname_r(), which not every system has; nobody else asks for a name meanwhile.
  const char* const name =
      ::grantpt(controller_fd) == 0 && ::unlockpt(controller_fd) == 0 ? ::ptsname(controller_fd) : nullptr;
  if (name == nullptr) {
    throw Unmet("pty", "the other side of the pseudo-terminal is not to be had");
  }
  auto terminal = opened(name, O_RDWR | O_NOCTTY);
  termios settings{};
  checked(::tcgetattr(terminal->descriptor(), &settings), "tcgetattr");
  ::cfmakeraw(&settings);
  checked(::tcsetattr(terminal->descriptor(), TCSANOW, &settings), "tcsetattr");
  return {{"controller", std::move(controller)}, {"terminal", std::move(terminal)}};
}

}  // namespace

FixtureTable file_fixtures() {
  return {{"pipe", pipe},
          {"inheritable-pipe", &inheritable_pipe},
          {"fifo", fifo},
          {"file-read", file_read},
          {"file-write", file_write},
          {"file-empty", file_empty},
          {"file-at-end", file_at_end},
          {"file-pattern", file_pattern},
          {"directory", directory},
          {"null-device", null_device},
          {"zero-device", zero_device},
          {"random-device", random_device},
          {"pty", pty}};
}

}  // namespace reference_subject
