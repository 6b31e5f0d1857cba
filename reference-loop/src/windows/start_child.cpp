// How a child is started on Windows.
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "asyncio/exceptions.hpp"
#include "windows/child.hpp"
#include "windows/child_pipe.hpp"
#include "windows/proactor_event_loop.hpp"
#include "windows/quoting.hpp"
#include "windows/spawn.hpp"
#include "windows/text.hpp"

namespace asyncio {
namespace {

using windows_os::OwnedHandle;
using windows_os::ParentEnds;

// The child's standard streams: our ends, the child's handles, and what is only
// needed until it has started.
class StandardStreams {
 public:
  explicit StandardStreams(const SubprocessOptions& options) {
    add(0, STD_INPUT_HANDLE, options.standard_input);
    add(1, STD_OUTPUT_HANDLE, options.standard_output);
    add(2, STD_ERROR_HANDLE, options.standard_error);
  }

  [[nodiscard]] const std::array<HANDLE, 3>& child_ends() const noexcept { return child_; }
  [[nodiscard]] ParentEnds take_parent_ends() noexcept { return std::move(parent_); }

 private:
  void add(std::size_t stream, DWORD own_name, const Stdio& what) {
    if (std::holds_alternative<StdioPipe>(what)) {
      windows_os::ChildPipe pipe =
          stream == 0 ? windows_os::make_input_pipe() : windows_os::make_output_pipe();
      parent_[stream] = std::move(pipe.parent);
      keep(stream, std::move(pipe.child));
    } else if (std::holds_alternative<StdioDevNull>(what)) {
      OwnedHandle null(::CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE,
                                     nullptr, OPEN_EXISTING, 0, nullptr));
      if (!null) throw OSError::from_system(static_cast<int>(::GetLastError()), "NUL");
      keep(stream, std::move(null));
    } else if (std::holds_alternative<StdioInherit>(what)) {
      child_[stream] = own_stream(own_name);
    } else if (std::holds_alternative<StdioToStdout>(what)) {
      child_[stream] = child_[1];
    } else {
      const FileDescriptor fd = std::get<FileDescriptor>(what);
      // Negative numbers are names of this process and its threads, and null is
      // no handle.
      if (fd <= 0) throw OSError::from_system(ERROR_INVALID_HANDLE, "");
      child_[stream] = reinterpret_cast<HANDLE>(fd);
    }
  }

  void keep(std::size_t stream, OwnedHandle handle) {
    child_[stream] = handle.get();
    kept_[stream] = std::move(handle);
  }

  // Null if this process has none: the child then has none either.
  static HANDLE own_stream(DWORD name) noexcept {
    HANDLE const handle = ::GetStdHandle(name);
    return handle == INVALID_HANDLE_VALUE ? nullptr : handle;
  }

  std::array<HANDLE, 3> child_{};
  std::array<OwnedHandle, 3> kept_;
  ParentEnds parent_;
};

std::string shell_path() {
  std::wstring path(MAX_PATH, L'\0');
  for (;;) {
    const DWORD size = ::GetEnvironmentVariableW(L"COMSPEC", path.data(), static_cast<DWORD>(path.size()));
    if (size == 0) return "cmd.exe";
    const bool fits = size < path.size();
    path.resize(size);
    if (fits) return windows_os::to_utf8(path);
  }
}

// The shell gets the rest of its line as it is: quoting it would be a mistake,
// since cmd.exe has rules of its own.
std::string command_line_of(const SubprocessCommand& command) {
  const auto* line = std::get_if<std::string>(&command);
  if (line != nullptr)
    return windows_os::quote_command_line(std::vector{shell_path()}) + " /c \"" + *line + "\"";
  return windows_os::quote_command_line(std::get<std::vector<std::string>>(command));
}

}  // namespace

std::unique_ptr<ChildProcess> WindowsProactorEventLoop::start_child(const SubprocessCommand& command,
                                                                    const SubprocessOptions& options) {
  StandardStreams streams(options);
  // As in Python, the shell gets no console window.
  const bool is_shell = std::holds_alternative<std::string>(command);
  const windows_os::SpawnRequest request{command_line_of(command), options.working_directory,
                                         options.environment,      options.creation_flags,
                                         streams.child_ends(),     is_shell};
  windows_os::SpawnedProcess started = windows_os::spawn(request);
  return std::make_unique<windows_os::WindowsChild>(*this, std::move(started), streams.take_parent_ends());
}

}  // namespace asyncio
