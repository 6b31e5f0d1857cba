#include "native_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace loopcheck::subject::native {
namespace {

const char* signal_name(int number) {
  static constexpr std::array<std::pair<int, const char*>, 14> names{{{SIGABRT, "SIGABRT"},
                                                                      {SIGALRM, "SIGALRM"},
                                                                      {SIGBUS, "SIGBUS"},
                                                                      {SIGFPE, "SIGFPE"},
                                                                      {SIGHUP, "SIGHUP"},
                                                                      {SIGILL, "SIGILL"},
                                                                      {SIGINT, "SIGINT"},
                                                                      {SIGKILL, "SIGKILL"},
                                                                      {SIGPIPE, "SIGPIPE"},
                                                                      {SIGQUIT, "SIGQUIT"},
                                                                      {SIGSEGV, "SIGSEGV"},
                                                                      {SIGTERM, "SIGTERM"},
                                                                      {SIGTRAP, "SIGTRAP"},
                                                                      {SIGXCPU, "SIGXCPU"}}};
  for (const auto& [known, name] : names) {
    if (known == number) return name;
  }
  return "no common one";
}

}  // namespace

void ignore_broken_pipes() {
  ::signal(SIGPIPE, SIG_IGN);
}

void keep_descriptors_from_children() {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/dev/fd", ignored)) {
    const int descriptor = std::atoi(entry.path().filename().c_str());
    if (descriptor > STDERR_FILENO) ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  }
}

std::size_t unread_bytes(boost::process::async_pipe& pipe) {
  int size = 0;
  return ::ioctl(pipe.native_source(), FIONREAD, &size) == 0 && size > 0 ? static_cast<std::size_t>(size) : 0;
}

std::string describe_exit(int native_exit_code) {
  if (WIFSIGNALED(native_exit_code)) {
    const int number = WTERMSIG(native_exit_code);
    return fmt::format("signal {} ({})", number, signal_name(number));
  }
  return fmt::format("exit status {}", WEXITSTATUS(native_exit_code));
}

void kill_group(long long group) {
  if (group > 1) ::killpg(static_cast<::pid_t>(group), SIGKILL);
}

}  // namespace loopcheck::subject::native
