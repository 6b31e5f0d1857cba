#include "platform.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <memory>
#include <utility>

namespace loopcheck::child {
namespace {

using NamedSignal = std::pair<std::string_view, int>;
constexpr auto signals = std::to_array<NamedSignal>({
    {"SIGABRT", SIGABRT},     {"SIGALRM", SIGALRM},   {"SIGBUS", SIGBUS},   {"SIGCHLD", SIGCHLD},
    {"SIGCONT", SIGCONT},     {"SIGFPE", SIGFPE},     {"SIGHUP", SIGHUP},   {"SIGILL", SIGILL},
    {"SIGINT", SIGINT},       {"SIGKILL", SIGKILL},   {"SIGPIPE", SIGPIPE}, {"SIGPROF", SIGPROF},
    {"SIGQUIT", SIGQUIT},     {"SIGSEGV", SIGSEGV},   {"SIGSTOP", SIGSTOP}, {"SIGSYS", SIGSYS},
    {"SIGTERM", SIGTERM},     {"SIGTRAP", SIGTRAP},   {"SIGTSTP", SIGTSTP}, {"SIGTTIN", SIGTTIN},
    {"SIGTTOU", SIGTTOU},     {"SIGURG", SIGURG},     {"SIGUSR1", SIGUSR1}, {"SIGUSR2", SIGUSR2},
    {"SIGVTALRM", SIGVTALRM}, {"SIGWINCH", SIGWINCH}, {"SIGXCPU", SIGXCPU}, {"SIGXFSZ", SIGXFSZ},
});

bool is_null_device(const struct stat& status) {
  struct stat null_device {};
  return ::stat("/dev/null", &null_device) == 0 && null_device.st_rdev == status.st_rdev;
}

void read_until_end(int fd) {
  std::array<char, 4096> buffer{};
  while (!read_some(fd, buffer).empty()) {
  }
}

}  // namespace

void prepare_standard_streams() {
  // A reader that goes away shall be seen as a failed write, not as a death by SIGPIPE.
  std::signal(SIGPIPE, SIG_IGN);
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

std::span<const char> read_some(int fd, std::span<char> buffer) {
  while (true) {
    const ssize_t size = ::read(fd, buffer.data(), buffer.size());
    if (size >= 0) {
      return buffer.first(static_cast<std::size_t>(size));
    }
    if (errno != EINTR) {
      return {};
    }
  }
}

bool input_can_end() {
  const std::string_view kind = kind_of(standard_input);
  return kind == "pipe" || kind == "socket" || kind == "tty";
}

void wait_for_ever() {
  while (true) {
    ::pause();
  }
}

bool ignore_termination() {
  return std::signal(SIGTERM, SIG_IGN) != SIG_ERR;
}

std::optional<int> signal_number(std::string_view name) {
  const auto* found =
      std::find_if(signals.begin(), signals.end(), [&](const auto& entry) { return entry.first == name; });
  return found == signals.end() ? std::nullopt : std::optional(found->second);
}

void raise_with_default_action(int signal) {
  // Deaths by a signal are what the cases ask for: no need to leave a memory image behind.
  const struct rlimit none {};
  ::setrlimit(RLIMIT_CORE, &none);
  std::signal(signal, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  ::sigprocmask(SIG_UNBLOCK, &set, nullptr);
  std::raise(signal);
}

std::optional<std::string> environment_value(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::string current_directory() {
  const std::unique_ptr<char, decltype(&std::free)> path(::getcwd(nullptr, 0), &std::free);
  return path == nullptr ? std::string() : std::string(path.get());
}

std::optional<bool> leads_its_session() {
  return ::getsid(0) == ::getpid();
}

std::vector<int> further_descriptors() {
  std::vector<int> numbers;
  const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir("/dev/fd"), &::closedir);
  if (folder == nullptr) {
    return numbers;
  }
  while (const dirent* entry = ::readdir(folder.get())) {
    const std::string_view name = static_cast<const char*>(entry->d_name);
    int number = -1;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), number);
    if (parsed.ec == std::errc() && number > standard_error && number != ::dirfd(folder.get())) {
      numbers.push_back(number);
    }
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::string_view kind_of(int fd) {
  struct stat status {};
  if (::fstat(fd, &status) != 0) {
    return "closed";
  }
  if (S_ISFIFO(status.st_mode)) {
    return "pipe";
  }
  if (S_ISSOCK(status.st_mode)) {
    return "socket";
  }
  if (S_ISREG(status.st_mode)) {
    return "file";
  }
  if (S_ISCHR(status.st_mode)) {
    return ::isatty(fd) != 0 ? "tty" : is_null_device(status) ? "null" : "other";
  }
  return "other";
}

bool start_grandchild() {
  const pid_t grandchild = ::fork();
  if (grandchild == 0) {
    ::close(standard_error);
    read_until_end(standard_input);
    ::_exit(0);
  }
  return grandchild > 0;
}

bool tell_console_events() {
  return false;
}

bool console_events_arrive() {
  return false;
}

}  // namespace loopcheck::child
