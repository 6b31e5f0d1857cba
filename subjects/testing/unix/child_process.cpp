#include "child_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <utility>

#include "system_processes.hpp"

namespace loopcheck::testing {
namespace {

constexpr std::chrono::milliseconds deadline = std::chrono::seconds(60);

struct Pipe {
  int read = -1;
  int write = -1;
};

Pipe make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) {
    throw std::runtime_error("pipe() failed");
  }
  for (const int end : ends) {
    ::fcntl(end, F_SETFD, FD_CLOEXEC);
  }
  return {ends[0], ends[1]};
}

void close_end(int& fd) {
  if (fd >= 0) {
    ::close(std::exchange(fd, -1));
  }
}

void wait_until_ready(int fd, short events) {
  pollfd entry{fd, events, 0};
  int ready = 0;
  do {
    ready = ::poll(&entry, 1, static_cast<int>(deadline.count()));
  } while (ready < 0 && errno == EINTR);
  if (ready == 0) {
    throw std::runtime_error("the child let the deadline pass");
  }
}

[[noreturn]] void become(const std::vector<std::string>& program_and_arguments, const Pipe& input,
                         const Pipe& output, const Pipe& error, std::optional<int> closed) {
  ::setpgid(0, 0);
  ::dup2(input.read, 0);
  ::dup2(output.write, 1);
  ::dup2(error.write, 2);
  if (closed) {
    ::close(*closed);
  }
  ::signal(SIGPIPE, SIG_DFL);
  // What the test itself was started with is none of the child's business.
  close_on_exec_from(3);
  std::vector<char*> arguments;
  for (const std::string& argument : program_and_arguments) {
    arguments.push_back(const_cast<char*>(argument.c_str()));
  }
  arguments.push_back(nullptr);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

}  // namespace

struct ChildProcess::System {
  pid_t pid = -1;
  int input = -1;
  int output = -1;
  int error = -1;
};

ChildProcess::ChildProcess(const std::vector<std::string>& program_and_arguments, std::optional<int> closed)
    : system_(std::make_unique<System>()) {
  ::signal(SIGPIPE, SIG_IGN);
  Pipe input = make_pipe();
  Pipe output = make_pipe();
  Pipe error = make_pipe();
  system_->pid = ::fork();
  if (system_->pid == 0) {
    become(program_and_arguments, input, output, error, closed);
  }
  if (system_->pid < 0) {
    throw std::runtime_error("fork() failed");
  }
  ::setpgid(system_->pid, system_->pid);
  close_end(input.read);
  close_end(output.write);
  close_end(error.write);
  system_->input = input.write;
  system_->output = output.read;
  system_->error = error.read;
}

ChildProcess::~ChildProcess() {
  ::kill(-system_->pid, SIGKILL);
  if (!ending_) {
    ::waitpid(system_->pid, nullptr, 0);
  }
  close_input();
  close_end(system_->output);
  close_end(system_->error);
}

bool ChildProcess::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(system_->input, bytes.data(), bytes.size());
    if (written < 0 && errno != EINTR) {
      return false;
    }
    bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
  return true;
}

void ChildProcess::close_input() {
  close_end(system_->input);
}

bool ChildProcess::read_more(Stream stream, std::string& buffer) {
  const int fd = stream == Stream::output ? system_->output : system_->error;
  wait_until_ready(fd, POLLIN);
  std::array<char, 65536> chunk{};
  const ssize_t size = ::read(fd, chunk.data(), chunk.size());
  if (size <= 0) {
    return false;
  }
  buffer.append(chunk.data(), static_cast<std::size_t>(size));
  return true;
}

void ChildProcess::send_signal(int signal) {
  ::kill(system_->pid, signal);
}

void ChildProcess::kill() {
  send_signal(SIGKILL);
}

Ending ChildProcess::killed() {
  return killed_by(SIGKILL);
}

int ChildProcess::pid() const {
  return system_->pid;
}

Ending ChildProcess::wait() {
  if (!ending_) {
    if (!ends_within(system_->pid, deadline)) {
      throw std::runtime_error("the child let the deadline pass");
    }
    int status = 0;
    ::waitpid(system_->pid, &status, 0);
    ending_ = WIFEXITED(status) ? exited(WEXITSTATUS(status)) : killed_by(WTERMSIG(status));
  }
  return *ending_;
}

bool ChildProcess::running() {
  siginfo_t information{};
  return !ending_ &&
         ::waitid(P_PID, static_cast<id_t>(system_->pid), &information, WEXITED | WNOHANG | WNOWAIT) == 0 &&
         information.si_pid == 0;
}

}  // namespace loopcheck::testing
