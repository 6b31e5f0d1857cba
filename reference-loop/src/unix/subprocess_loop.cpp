// loop.subprocess_exec() and loop.subprocess_shell().
// https://docs.python.org/3/library/asyncio-eventloop.html#running-subprocesses
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "transports/subprocess_arguments.hpp"
#include "unix/spawn.hpp"
#include "unix/subprocess.hpp"

namespace asyncio {
namespace {

using unix_os::ChildTransport;
using unix_os::OwnedDescriptor;
using unix_os::ParentEnds;

constexpr const char* shell_path = "/bin/sh";

// The child's standard streams: our ends, the child's numbers, and what is only needed until it has started.
class StandardStreams {
 public:
  explicit StandardStreams(const SubprocessOptions& options) {
    add(STDIN_FILENO, options.standard_input);
    add(STDOUT_FILENO, options.standard_output);
    add(STDERR_FILENO, options.standard_error);
  }

  [[nodiscard]] const std::array<FileDescriptor, 3>& child_ends() const noexcept { return child_; }
  [[nodiscard]] ParentEnds take_parent_ends() noexcept { return std::move(parent_); }

 private:
  void add(int stream, const Stdio& what) {
    const auto index = static_cast<std::size_t>(stream);
    if (std::holds_alternative<StdioPipe>(what)) {
      // A plain pipe for standard input too: Linux, the BSDs and macOS report to the writing end that the
      // reader has gone, which is what a pair of sockets would be for; and a child can open /dev/stdin, which
      // a socket refuses.
      unix_os::DescriptorPair pipe = unix_os::make_pipe();
      if (stream == STDIN_FILENO) std::swap(pipe.first, pipe.second);
      parent_[index] = std::move(pipe.first);
      keep(index, std::move(pipe.second));
    } else if (std::holds_alternative<StdioDevNull>(what)) {
      OwnedDescriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
      if (!null) unix_os::throw_errno("/dev/null");
      keep(index, std::move(null));
    } else if (std::holds_alternative<StdioToStdout>(what)) {
      const FileDescriptor output = child_[STDOUT_FILENO];
      child_[index] = output != invalid_descriptor ? output : STDOUT_FILENO;
    } else if (const auto* fd = std::get_if<FileDescriptor>(&what)) {
      if (*fd < 0) throw OSError(EBADF, "");
      child_[index] = *fd;
    }
  }

  void keep(std::size_t index, OwnedDescriptor descriptor) {
    child_[index] = descriptor.get();
    kept_[index] = std::move(descriptor);
  }

  std::array<FileDescriptor, 3> child_{invalid_descriptor, invalid_descriptor, invalid_descriptor};
  std::array<OwnedDescriptor, 3> kept_;
  ParentEnds parent_;
};

struct Started {
  std::shared_ptr<ChildTransport> child;
  ParentEnds ends;
};

Started start_child(UnixSelectorEventLoop& loop, std::shared_ptr<SubprocessProtocol> protocol,
                    std::vector<std::string> arguments, const SubprocessOptions& options) {
  loop.check_closed();
  StandardStreams streams(options);
  const unix_os::SpawnRequest request{std::move(arguments), options.working_directory, options.environment,
                                      options.start_new_session, streams.child_ends()};
  const ProcessId pid = unix_os::spawn(request);
  auto child = std::make_shared<ChildTransport>(loop, pid, std::move(protocol));
  child->watch();
  return {std::move(child), streams.take_parent_ends()};
}

Future<void> connect_child(UnixSelectorEventLoop& /*loop*/, std::shared_ptr<ChildTransport> child,
                           ParentEnds ends) {
  const Future<void> pipes = child->connect_pipes(std::move(ends));
  co_await pipes;
  const Future<void> made = child->begin();
  co_await made;
}

Future<std::shared_ptr<SubprocessTransport>> run_child(UnixSelectorEventLoop& loop,
                                                       std::shared_ptr<SubprocessProtocol> protocol,
                                                       std::vector<std::string> arguments,
                                                       SubprocessOptions options) {
  Started started = start_child(loop, std::move(protocol), std::move(arguments), options);
  const std::shared_ptr<ChildTransport> child = std::move(started.child);
  std::exception_ptr failure;
  try {
    const auto connecting = connect_child(loop, child, std::move(started.ends));
    co_await connecting;
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure) {
    // Nobody will get this transport: its child must not stay behind.
    child->close();
    const Future<void> exited = child->exited();
    co_await exited;
    child->abandon();
    std::rethrow_exception(failure);
  }
  co_return std::shared_ptr<SubprocessTransport>(child);
}

}  // namespace

Future<std::shared_ptr<SubprocessTransport>> UnixSelectorEventLoop::subprocess_exec(
    Factory<SubprocessProtocol> factory, std::vector<std::string> program_and_arguments,
    SubprocessOptions options) {
  check_subprocess_arguments(SubprocessForm::exec, options);
  if (program_and_arguments.empty()) throw TypeError("subprocess_exec() needs a program");
  auto protocol = factory();
  const auto running =
      run_child(*this, std::move(protocol), std::move(program_and_arguments), std::move(options));
  const std::shared_ptr<SubprocessTransport> transport = co_await running;
  co_return transport;
}

Future<std::shared_ptr<SubprocessTransport>> UnixSelectorEventLoop::subprocess_shell(
    Factory<SubprocessProtocol> factory, std::string command, SubprocessOptions options) {
  check_subprocess_arguments(SubprocessForm::shell, options);
  auto protocol = factory();
  std::vector<std::string> arguments{shell_path, "-c", std::move(command)};
  const auto running = run_child(*this, std::move(protocol), std::move(arguments), std::move(options));
  const std::shared_ptr<SubprocessTransport> transport = co_await running;
  co_return transport;
}

}  // namespace asyncio
