// How a child is started on Unix.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "unix/child.hpp"
#include "unix/selector_event_loop.hpp"
#include "unix/spawn.hpp"

namespace asyncio {
namespace {

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

std::vector<std::string> arguments_of(const SubprocessCommand& command) {
  if (const auto* line = std::get_if<std::string>(&command)) return {shell_path, "-c", *line};
  return std::get<std::vector<std::string>>(command);
}

}  // namespace

std::unique_ptr<ChildProcess> UnixSelectorEventLoop::start_child(const SubprocessCommand& command,
                                                                 const SubprocessOptions& options) {
  if (options.creation_flags != 0) throw ValueError("creationflags is only supported on Windows platforms");
  StandardStreams streams(options);
  const unix_os::SpawnRequest request{arguments_of(command), options.working_directory, options.environment,
                                      options.start_new_session, streams.child_ends()};
  const ProcessId pid = unix_os::spawn(request);
  return std::make_unique<unix_os::UnixChild>(*this, pid, streams.take_parent_ends());
}

}  // namespace asyncio
