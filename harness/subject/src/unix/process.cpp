#include "native/process.hpp"

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
#include <boost/process.hpp>

#include "child_setup.hpp"
#include "guardian.hpp"
#include "loopcheck/subject/child_process.hpp"

namespace loopcheck::subject::native {
namespace {

namespace process = boost::process;

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

std::string describe_exit(int native_exit_code) {
  if (WIFSIGNALED(native_exit_code)) {
    const int number = WTERMSIG(native_exit_code);
    return fmt::format("signal {} ({})", number, signal_name(number));
  }
  return fmt::format("exit status {}", WEXITSTATUS(native_exit_code));
}

// From now on no child inherits any descriptor that is open but 0 to 2: neither the pipes of its siblings,
// which Boost.Process makes inheritable, nor what the harness itself was started with.
void keep_descriptors_from_children() {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/dev/fd", ignored)) {
    const int descriptor = std::atoi(entry.path().filename().c_str());
    if (descriptor > STDERR_FILENO) ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  }
}

process::environment environment_of(const Start& start) {
  process::environment environment = boost::this_process::environment();
  for (const auto& [name, value] : start.environment) environment[name] = value;
  return environment;
}

}  // namespace

std::optional<std::filesystem::path> find_program(const std::string& name) {
  if (name.find('/') != std::string::npos) {
    std::error_code ignored;
    return std::filesystem::exists(name, ignored) ? std::optional<std::filesystem::path>(name) : std::nullopt;
  }
  auto found = process::search_path(name);
  if (found.empty()) return std::nullopt;
  return found;
}

Process::Process(boost::asio::io_context& context, const Start& start, std::function<void()> ended)
    : input(context), output(context), error(context) {
  // A child that is gone must be an error of the write, not the end of the harness.
  ::signal(SIGPIPE, SIG_IGN);
  keep_descriptors_from_children();
  std::error_code failure;
  const auto on_exit = [ended = std::move(ended)](int, const std::error_code&) { ended(); };
  child_ = process::child(process::exe = start.program.string(), process::args = start.arguments,
                          environment_of(start), process::std_in<input, process::std_out> output,
                          process::std_err > error, group_, context, failure, ChildSetup{},
                          process::on_exit = on_exit);
  if (failure) {
    throw StartError(fmt::format("cannot start {}: {}", start.program.string(), failure.message()));
  }
  group_id_ = group_.native_handle();
  guarded_ = start.orphan == Orphan::is_killed;
  if (guarded_) guard(static_cast<::pid_t>(group_id_));
}

std::string Process::how_it_ended() {
  return describe_exit(child_.native_exit_code());
}

std::size_t Process::unread_output() {
  int size = 0;
  return ::ioctl(output.native_source(), FIONREAD, &size) == 0 && size > 0 ? static_cast<std::size_t>(size)
                                                                           : 0;
}

// Once only, and not again when the group is destroyed: by then the number may be another's.
void Process::kill() {
  if (group_id_ == 0) return;
  if (group_id_ > 1) ::killpg(static_cast<::pid_t>(group_id_), SIGKILL);
  if (guarded_) release(static_cast<::pid_t>(group_id_));
  group_id_ = 0;
  group_.detach();
}

// Killed for good, so this wait is short; without it a zombie would stay.
void Process::wait() {
  std::error_code ignored;
  if (child_.valid()) child_.wait(ignored);
}

}  // namespace loopcheck::subject::native
