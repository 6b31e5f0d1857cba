#include "child_process.hpp"

#include <windows.h>

#include <array>
#include <atomic>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace loopcheck::testing {
namespace {

constexpr DWORD deadline_ms = 60'000;
constexpr DWORD pipe_size = 65536;
constexpr UINT killed_status = 1;

struct HandleCloser {
  void operator()(HANDLE handle) const noexcept { ::CloseHandle(handle); }
};
using OwnedHandle = std::unique_ptr<void, HandleCloser>;

[[noreturn]] void fail(const std::string& what) {
  throw std::runtime_error(what + " failed: " + std::to_string(::GetLastError()));
}

OwnedHandle checked(HANDLE handle, const char* what) {
  if (handle == nullptr || handle == INVALID_HANDLE_VALUE) {
    fail(what);
  }
  return OwnedHandle(handle);
}

std::wstring to_wide(const std::string& text) {
  const auto convert = [&](wchar_t* to, int capacity) {
    return ::MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text.data(), static_cast<int>(text.size()),
                                 to, capacity);
  };
  std::wstring result(static_cast<std::size_t>(convert(nullptr, 0)), L'\0');
  convert(result.data(), static_cast<int>(result.size()));
  return result;
}

// Always in quotes; backslashes count double where a quote follows them.
std::wstring quoted(const std::wstring& argument) {
  std::wstring text = L"\"";
  std::size_t backslashes = 0;
  for (const wchar_t c : argument) {
    if (c == L'"') {
      text.append(backslashes + 1, L'\\');
    }
    backslashes = c == L'\\' ? backslashes + 1 : 0;
    text += c;
  }
  return text.append(backslashes, L'\\') + L'"';
}

enum class Direction { to_child, from_child };

struct Pipe {
  OwnedHandle ours;    // overlapped
  OwnedHandle childs;  // inheritable
};

Pipe make_pipe(Direction direction) {
  static std::atomic<unsigned> count = 0;
  const std::wstring name = L"\\\\.\\pipe\\loopcheck-test-" + std::to_wstring(::GetCurrentProcessId()) +
                            L"-" + std::to_wstring(count++);
  const bool to_child = direction == Direction::to_child;
  Pipe pipe;
  pipe.ours = checked(
      ::CreateNamedPipeW(name.c_str(),
                         (to_child ? PIPE_ACCESS_OUTBOUND : PIPE_ACCESS_INBOUND) | FILE_FLAG_OVERLAPPED |
                             FILE_FLAG_FIRST_PIPE_INSTANCE,
                         PIPE_TYPE_BYTE | PIPE_REJECT_REMOTE_CLIENTS, 1, pipe_size, pipe_size, 0, nullptr),
      "CreateNamedPipe()");
  SECURITY_ATTRIBUTES inheritable{sizeof inheritable, nullptr, TRUE};
  pipe.childs =
      checked(::CreateFileW(name.c_str(), to_child ? GENERIC_READ : GENERIC_WRITE | FILE_READ_ATTRIBUTES, 0,
                            &inheritable, OPEN_EXISTING, 0, nullptr),
              "CreateFile() of a pipe");
  return pipe;
}

// The attribute that names the only handles that the child inherits.
class InheritedHandles {
 public:
  explicit InheritedHandles(std::vector<HANDLE> handles) : handles_(std::move(handles)) {
    SIZE_T size = 0;
    ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    memory_.resize(size);
    if (::InitializeProcThreadAttributeList(list(), 1, 0, &size) == 0) {
      fail("InitializeProcThreadAttributeList()");
    }
    if (::UpdateProcThreadAttribute(list(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles_.data(),
                                    handles_.size() * sizeof(HANDLE), nullptr, nullptr) == 0) {
      ::DeleteProcThreadAttributeList(list());
      fail("UpdateProcThreadAttribute()");
    }
  }
  InheritedHandles(const InheritedHandles&) = delete;
  InheritedHandles& operator=(const InheritedHandles&) = delete;
  ~InheritedHandles() { ::DeleteProcThreadAttributeList(list()); }
  LPPROC_THREAD_ATTRIBUTE_LIST list() noexcept {
    return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory_.data());
  }

 private:
  std::vector<HANDLE> handles_;
  std::vector<std::byte> memory_;
};

// Whoever is in it ends with the last handle to it.
OwnedHandle make_job() {
  OwnedHandle job = checked(::CreateJobObjectW(nullptr, nullptr), "CreateJobObject()");
  JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits{};
  limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE;
  if (::SetInformationJobObject(job.get(), JobObjectExtendedLimitInformation, &limits, sizeof limits) == 0) {
    fail("SetInformationJobObject()");
  }
  return job;
}

// Ends what was begun by ReadFile() or WriteFile(): the number of bytes, 0 if the other end has gone.
DWORD finish(HANDLE pipe, OVERLAPPED& state, BOOL begun) {
  if (begun == 0 && ::GetLastError() != ERROR_IO_PENDING) {
    return 0;
  }
  const bool in_time = ::WaitForSingleObject(state.hEvent, deadline_ms) == WAIT_OBJECT_0;
  if (!in_time) {
    ::CancelIoEx(pipe, &state);
  }
  DWORD size = 0;
  const BOOL done = ::GetOverlappedResult(pipe, &state, &size, TRUE);
  if (!in_time) {
    throw std::runtime_error("the child let the deadline pass");
  }
  return done != 0 ? size : 0;
}

}  // namespace

struct ChildProcess::System {
  OwnedHandle job;
  OwnedHandle process;
  DWORD pid = 0;
  OwnedHandle input;
  OwnedHandle output;
  OwnedHandle error;
};

ChildProcess::ChildProcess(const std::vector<std::string>& program_and_arguments, std::optional<int> closed)
    : system_(std::make_unique<System>()) {
  Pipe input = make_pipe(Direction::to_child);
  Pipe output = make_pipe(Direction::from_child);
  Pipe error = make_pipe(Direction::from_child);
  if (closed) {
    std::array<Pipe*, 3>{&input, &output, &error}.at(static_cast<std::size_t>(*closed))->childs.reset();
  }

  STARTUPINFOEXW startup{};
  startup.StartupInfo.cb = sizeof startup;
  startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
  startup.StartupInfo.hStdInput = input.childs.get();
  startup.StartupInfo.hStdOutput = output.childs.get();
  startup.StartupInfo.hStdError = error.childs.get();
  std::vector<HANDLE> streams;
  for (const Pipe* pipe : {&input, &output, &error}) {
    if (pipe->childs) {
      streams.push_back(pipe->childs.get());
    }
  }
  InheritedHandles inherited(std::move(streams));
  startup.lpAttributeList = inherited.list();

  const std::wstring program = to_wide(program_and_arguments.front());
  std::wstring command;
  for (const std::string& argument : program_and_arguments) {
    command += (command.empty() ? L"" : L" ") + quoted(to_wide(argument));
  }
  PROCESS_INFORMATION process{};
  system_->job = make_job();
  if (::CreateProcessW(program.c_str(), command.data(), nullptr, nullptr, TRUE,
                       EXTENDED_STARTUPINFO_PRESENT | CREATE_SUSPENDED | CREATE_NEW_PROCESS_GROUP, nullptr,
                       nullptr, &startup.StartupInfo, &process) == 0) {
    fail("CreateProcess()");
  }
  system_->process.reset(process.hProcess);
  system_->pid = process.dwProcessId;
  const OwnedHandle thread(process.hThread);
  if (::AssignProcessToJobObject(system_->job.get(), process.hProcess) == 0) {
    const DWORD error_code = ::GetLastError();
    kill();
    ::SetLastError(error_code);
    fail("AssignProcessToJobObject()");
  }
  ::ResumeThread(thread.get());
  system_->input = std::move(input.ours);
  system_->output = std::move(output.ours);
  system_->error = std::move(error.ours);
}

ChildProcess::~ChildProcess() {
  ::TerminateJobObject(system_->job.get(), killed_status);
  ::WaitForSingleObject(system_->process.get(), deadline_ms);
}

bool ChildProcess::write(std::string_view bytes) {
  const OwnedHandle event(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
  while (!bytes.empty()) {
    OVERLAPPED state{};
    state.hEvent = event.get();
    const DWORD written = finish(
        system_->input.get(), state,
        ::WriteFile(system_->input.get(), bytes.data(), static_cast<DWORD>(bytes.size()), nullptr, &state));
    if (written == 0) {
      return false;
    }
    bytes.remove_prefix(written);
  }
  return true;
}

void ChildProcess::close_input() {
  system_->input.reset();
}

bool ChildProcess::read_more(Stream stream, std::string& buffer) {
  HANDLE const pipe = (stream == Stream::output ? system_->output : system_->error).get();
  const OwnedHandle event(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
  std::array<char, 65536> chunk{};
  OVERLAPPED state{};
  state.hEvent = event.get();
  const DWORD size =
      finish(pipe, state, ::ReadFile(pipe, chunk.data(), static_cast<DWORD>(chunk.size()), nullptr, &state));
  buffer.append(chunk.data(), size);
  return size != 0;
}

void ChildProcess::kill() {
  ::TerminateProcess(system_->process.get(), killed_status);
}

Ending ChildProcess::killed() {
  return exited(static_cast<int>(killed_status));
}

int ChildProcess::pid() const {
  return static_cast<int>(system_->pid);
}

Ending ChildProcess::wait() {
  if (!ending_) {
    if (::WaitForSingleObject(system_->process.get(), deadline_ms) != WAIT_OBJECT_0) {
      throw std::runtime_error("the child let the deadline pass");
    }
    DWORD status = 0;
    ::GetExitCodeProcess(system_->process.get(), &status);
    ending_ = exited(static_cast<int>(status));
  }
  return *ending_;
}

bool ChildProcess::running() {
  return ::WaitForSingleObject(system_->process.get(), 0) == WAIT_TIMEOUT;
}

}  // namespace loopcheck::testing
