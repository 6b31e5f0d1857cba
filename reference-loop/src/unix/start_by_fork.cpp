// The child of a fork() in a program with threads may call nothing but what signal handlers may: no memory,
// no locks, no exceptions. fork(2), signal-safety(7)
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>

#include "unix/descriptor.hpp"
#include "unix/program_start.hpp"

namespace asyncio::unix_os {
namespace {

// Where the child keeps the end by which it tells that exec has failed; exec closes it, which tells the
// contrary.
constexpr FileDescriptor report_end = STDERR_FILENO + 1;

// While it lives, no handler of the parent's runs in this thread, nor in a child that it makes.
class BlockedSignals {
 public:
  BlockedSignals() noexcept {
    sigset_t all;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  BlockedSignals(const BlockedSignals&) = delete;
  BlockedSignals& operator=(const BlockedSignals&) = delete;
  ~BlockedSignals() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

// Some have no other disposition, and some numbers are the library's own: those refusals are no matter.
void reset_signals() noexcept {
  sigset_t all;
  sigfillset(&all);
  struct sigaction standard {};
  standard.sa_handler = SIG_DFL;
  for (int number = 1; ::sigismember(&all, number) >= 0; ++number) ::sigaction(number, &standard, nullptr);
  sigset_t none;
  sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
}

// In the child. Returns only if something fails, with errno set.
void become(const ProgramStart& start) noexcept {
  if (start.new_session && ::setsid() < 0) return;
  if (start.working_directory != nullptr && ::chdir(start.working_directory) < 0) return;
  reset_signals();
  ::execve(start.file, start.arguments, start.environment);
}

[[noreturn]] void run_child(const ProgramStart& start, FileDescriptor report) noexcept {
  // The sources lie above 2 and may lie on the number of the report; they are done with before that is taken.
  bool placed = true;
  for (std::size_t target = 0; target < start.standard_streams.size() && placed; ++target) {
    const FileDescriptor source = start.standard_streams[target];
    placed = source == invalid_descriptor || ::dup2(source, static_cast<FileDescriptor>(target)) >= 0;
  }
  if (placed && ::dup2(report, report_end) >= 0 && ::fcntl(report_end, F_SETFD, FD_CLOEXEC) == 0) {
    report = report_end;
    ::closefrom(report_end + 1);
    become(start);
  }
  const int error = errno;
  static_cast<void>(::write(report, &error, sizeof error));
  ::_exit(127);
}

// What the child has written: 0 if nothing, since it has become the program.
int read_report(FileDescriptor report) noexcept {
  int error = 0;
  ssize_t size = 0;
  do {
    size = ::read(report, &error, sizeof error);
  } while (size < 0 && errno == EINTR);
  return size == static_cast<ssize_t>(sizeof error) ? error : 0;
}

}  // namespace

int start_by_fork(const ProgramStart& start, ProcessId& child) {
  DescriptorPair report = make_pipe();
  {
    const BlockedSignals blocked;
    child = ::fork();
    if (child == 0) run_child(start, report.second.get());
  }
  if (child < 0) return errno;
  report.second.reset();
  const int error = read_report(report.first.get());
  if (error != 0) {
    while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  return error;
}

}  // namespace asyncio::unix_os
