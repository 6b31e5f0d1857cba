#include "native/process.hpp"

#include <atomic>
#include <string_view>

#include <fmt/format.h>

#include "loopcheck/subject/child_process.hpp"
#include "native/command_line.hpp"
#include "native/exit_description.hpp"
#include "native/start.hpp"
#include "native/text.hpp"

namespace loopcheck::subject::native {
namespace {

struct PipeEnds {
  Handle ours;    // overlapped
  Handle theirs;  // inheritable, and blocking as programs expect it of their standard streams
};

// Only named pipes can be overlapped. `our_access` is PIPE_ACCESS_INBOUND or PIPE_ACCESS_OUTBOUND.
PipeEnds make_pipe(DWORD our_access) {
  static std::atomic<unsigned> number{0};
  const auto name = wide(fmt::format(R"(\\.\pipe\loopcheck-{}-{})", ::GetCurrentProcessId(), ++number));
  constexpr DWORD buffer_size = 64 << 10;
  PipeEnds ends;
  ends.ours.reset(::CreateNamedPipeW(
      name.c_str(), our_access | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
      PIPE_TYPE_BYTE | PIPE_REJECT_REMOTE_CLIENTS, 1, buffer_size, buffer_size, 0, nullptr));
  if (ends.ours.get() == INVALID_HANDLE_VALUE) throw last_error("CreateNamedPipe");
  SECURITY_ATTRIBUTES inheritable{sizeof inheritable, nullptr, TRUE};
  const DWORD their_access = our_access == PIPE_ACCESS_INBOUND ? GENERIC_WRITE : GENERIC_READ;
  ends.theirs.reset(::CreateFileW(name.c_str(), their_access, 0, &inheritable, OPEN_EXISTING, 0, nullptr));
  if (ends.theirs.get() == INVALID_HANDLE_VALUE) throw last_error("CreateFile");
  return ends;
}

// A name with a slash, a backslash or a drive.
bool names_a_folder(std::string_view name) {
  return name.find_first_of("/\\:") != std::string_view::npos;
}

}  // namespace

std::optional<std::filesystem::path> find_program(const std::string& name) {
  std::error_code ignored;
  if (names_a_folder(name)) {
    for (const auto& candidate :
         {std::filesystem::path(wide(name)), std::filesystem::path(wide(name + ".exe"))}) {
      if (std::filesystem::is_regular_file(candidate, ignored)) return candidate;
    }
    return std::nullopt;
  }
  std::wstring folders(static_cast<std::size_t>(::GetEnvironmentVariableW(L"PATH", nullptr, 0)), L'\0');
  if (folders.empty()) return std::nullopt;
  folders.resize(::GetEnvironmentVariableW(L"PATH", folders.data(), static_cast<DWORD>(folders.size())));
  const auto file = wide(name);
  const DWORD size = ::SearchPathW(folders.c_str(), file.c_str(), L".exe", 0, nullptr, nullptr);
  if (size == 0) return std::nullopt;
  std::wstring found(size, L'\0');
  found.resize(::SearchPathW(folders.c_str(), file.c_str(), L".exe", size, found.data(), nullptr));
  return std::filesystem::path(found);
}

Process::Process(boost::asio::io_context& context, const Start& start, std::function<void()> ended)
    : input(context), output(context), error(context), process_(context) {
  try {
    auto stdin_pipe = make_pipe(PIPE_ACCESS_OUTBOUND);
    auto stdout_pipe = make_pipe(PIPE_ACCESS_INBOUND);
    auto stderr_pipe = make_pipe(PIPE_ACCESS_INBOUND);
    const auto program = start.program.wstring();
    const Streams streams{stdin_pipe.theirs.get(), stdout_pipe.theirs.get(), stderr_pipe.theirs.get()};
    auto process = start_in_job(job_, program.c_str(), command_line(program, start.arguments), streams,
                                start.environment);
    input.assign(stdin_pipe.ours.release());
    output.assign(stdout_pipe.ours.release());
    error.assign(stderr_pipe.ours.release());
    process_.assign(process.release());
  } catch (const std::system_error& failure) {
    throw StartError(fmt::format("cannot start {}: {}", start.program.string(), failure.code().message()));
  }
  process_.async_wait([ended = std::move(ended)](const boost::system::error_code& cancelled) {
    if (!cancelled) ended();
  });
}

std::string Process::how_it_ended() {
  DWORD code = 0;
  ::GetExitCodeProcess(process_.native_handle(), &code);
  return describe_exit(code);
}

std::size_t Process::unread_output() {
  DWORD size = 0;
  return ::PeekNamedPipe(output.native_handle(), nullptr, 0, nullptr, &size, nullptr) != 0 ? size : 0;
}

void Process::stop_writing() {
  boost::system::error_code ignored;
  input.cancel(ignored);
}

void Process::kill() {
  job_.terminate();
}

void Process::wait() {
  ::WaitForSingleObject(process_.native_handle(), INFINITE);
}

}  // namespace loopcheck::subject::native
