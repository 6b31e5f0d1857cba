#include "platform.hpp"

#include <windows.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>

#include "windows/handles.hpp"

namespace loopcheck::child {
namespace {

struct HandleCloser {
  void operator()(HANDLE handle) const noexcept { ::CloseHandle(handle); }
};
using OwnedHandle = std::unique_ptr<void, HandleCloser>;

// One transfer over a stream that may have been opened for overlapped I/O: a pipe or a socket. The lowest bit
// of the event keeps its completion out of a port that somebody else has bound the stream to.
class Transfer {
 public:
  explicit Transfer(HANDLE stream) : stream_(stream), event_(::CreateEventW(nullptr, TRUE, FALSE, nullptr)) {
    state_.hEvent = reinterpret_cast<HANDLE>(reinterpret_cast<std::uintptr_t>(event_.get()) | 1U);
  }
  OVERLAPPED* state() noexcept { return &state_; }

  // `begun` is what ReadFile() or WriteFile() returned. Nullopt if it failed.
  std::optional<DWORD> finish(BOOL begun) noexcept {
    DWORD size = 0;
    if (begun == 0 && ::GetLastError() != ERROR_IO_PENDING) {
      return std::nullopt;
    }
    return ::GetOverlappedResult(stream_, &state_, &size, TRUE) != 0 ? std::optional(size) : std::nullopt;
  }

 private:
  HANDLE stream_;
  OwnedHandle event_;
  OVERLAPPED state_{};
};

// A file's position is in the file only if it is not in an OVERLAPPED.
bool is_overlapped_candidate(HANDLE stream) {
  return ::GetFileType(stream) == FILE_TYPE_PIPE;
}

std::optional<DWORD> write_some(HANDLE stream, std::string_view bytes) {
  const auto size = static_cast<DWORD>(std::min<std::size_t>(bytes.size(), 1U << 20U));
  if (is_overlapped_candidate(stream)) {
    Transfer transfer(stream);
    return transfer.finish(::WriteFile(stream, bytes.data(), size, nullptr, transfer.state()));
  }
  DWORD written = 0;
  return ::WriteFile(stream, bytes.data(), size, &written, nullptr) != 0 ? std::optional(written)
                                                                         : std::nullopt;
}

std::optional<DWORD> read_once(HANDLE stream, std::span<char> buffer) {
  const auto size = static_cast<DWORD>(std::min<std::size_t>(buffer.size(), 1U << 20U));
  if (is_overlapped_candidate(stream)) {
    Transfer transfer(stream);
    return transfer.finish(::ReadFile(stream, buffer.data(), size, nullptr, transfer.state()));
  }
  DWORD read = 0;
  return ::ReadFile(stream, buffer.data(), size, &read, nullptr) != 0 ? std::optional(read) : std::nullopt;
}

std::wstring own_path() {
  std::wstring path(MAX_PATH, L'\0');
  DWORD size = 0;
  while ((size = ::GetModuleFileNameW(nullptr, path.data(), static_cast<DWORD>(path.size()))) ==
         path.size()) {
    path.resize(path.size() * 2);
  }
  path.resize(size);
  return path;
}

// The attribute that names the only handles that a new process inherits.
class InheritedHandles {
 public:
  explicit InheritedHandles(std::vector<HANDLE> handles) : handles_(std::move(handles)) {
    SIZE_T size = 0;
    ::InitializeProcThreadAttributeList(nullptr, 1, 0, &size);
    memory_.resize(size);
    valid_ = ::InitializeProcThreadAttributeList(list(), 1, 0, &size) != 0;
    usable_ =
        valid_ && ::UpdateProcThreadAttribute(list(), 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, handles_.data(),
                                              handles_.size() * sizeof(HANDLE), nullptr, nullptr) != 0;
  }
  InheritedHandles(const InheritedHandles&) = delete;
  InheritedHandles& operator=(const InheritedHandles&) = delete;
  ~InheritedHandles() {
    if (valid_) {
      ::DeleteProcThreadAttributeList(list());
    }
  }
  LPPROC_THREAD_ATTRIBUTE_LIST list() noexcept {
    return reinterpret_cast<LPPROC_THREAD_ATTRIBUTE_LIST>(memory_.data());
  }
  [[nodiscard]] bool usable() const noexcept { return usable_; }

 private:
  std::vector<HANDLE> handles_;
  std::vector<std::byte> memory_;
  bool valid_ = false;
  bool usable_ = false;
};

std::atomic<bool> first_event_arrived = false;

BOOL WINAPI tell_event(DWORD event) {
  if (event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT) {
    return FALSE;
  }
  const std::string_view name = event == CTRL_C_EVENT ? "CTRL_C_EVENT\n" : "CTRL_BREAK_EVENT\n";
  write_all(standard_output, first_event_arrived.exchange(true) ? name : "ready\n");
  return TRUE;
}

}  // namespace

void prepare_standard_streams() {
  // Only the C library's streams change bytes, and they are not used.
}

bool write_all(int fd, std::string_view bytes) {
  HANDLE const stream = stream_handle(fd);
  if (stream == nullptr) {
    return false;
  }
  while (!bytes.empty()) {
    const std::optional<DWORD> written = write_some(stream, bytes);
    if (!written || *written == 0) {
      return false;
    }
    bytes.remove_prefix(*written);
  }
  return true;
}

std::span<const char> read_some(int fd, std::span<char> buffer) {
  HANDLE const stream = stream_handle(fd);
  const std::optional<DWORD> size = stream != nullptr ? read_once(stream, buffer) : std::nullopt;
  return buffer.first(size.value_or(0));
}

bool input_can_end() {
  const std::string_view kind = kind_of(standard_input);
  return kind == "pipe" || kind == "socket" || kind == "tty";
}

void wait_for_ever() {
  while (true) {
    ::WaitForSingleObject(::GetCurrentProcess(), INFINITE);
  }
}

bool ignore_termination() {
  return false;
}

std::optional<int> signal_number(std::string_view) {
  return std::nullopt;
}

void raise_with_default_action(int) {}

std::optional<std::string> environment_value(const std::string& name) {
  // The names that the cases use are ASCII.
  const std::wstring wide(name.begin(), name.end());
  std::wstring value;
  ::SetLastError(NO_ERROR);
  for (DWORD size = 1; size > value.size();) {
    value.resize(size);
    size = ::GetEnvironmentVariableW(wide.c_str(), value.data(), static_cast<DWORD>(value.size()));
    if (size < value.size()) {
      if (size == 0 && ::GetLastError() == ERROR_ENVVAR_NOT_FOUND) {
        return std::nullopt;
      }
      value.resize(size);
      break;
    }
  }
  return to_utf8(value);
}

std::string current_directory() {
  std::wstring path(::GetCurrentDirectoryW(0, nullptr), L'\0');
  path.resize(::GetCurrentDirectoryW(static_cast<DWORD>(path.size()), path.data()));
  return to_utf8(path);
}

std::optional<bool> leads_its_session() {
  return std::nullopt;
}

std::vector<int> further_descriptors() {
  // An inherited handle keeps its number and stays inheritable. The system's own (the folder that the program
  // is in, the console) are so too: they are of other kinds. Nothing lists handles, so all numbers that a
  // process with two thousand of them would use are tried.
  constexpr std::uintptr_t step = 4;
  constexpr std::uintptr_t highest = 0x2000;
  std::vector<int> numbers;
  for (std::uintptr_t number = step; number < highest; number += step) {
    HANDLE const handle = reinterpret_cast<HANDLE>(number);
    DWORD flags = 0;
    if (::GetHandleInformation(handle, &flags) == 0 || (flags & HANDLE_FLAG_INHERIT) == 0 ||
        handle == stream_handle(standard_input) || handle == stream_handle(standard_output) ||
        handle == stream_handle(standard_error)) {
      continue;
    }
    const std::string_view kind = kind_of_handle(handle);
    if (kind == "pipe" || kind == "socket" || kind == "file" || kind == "null") {
      numbers.push_back(static_cast<int>(number));
    }
  }
  return numbers;
}

std::string_view kind_of(int fd) {
  return kind_of_handle(stream_handle(fd));
}

bool start_grandchild() {
  STARTUPINFOEXW startup{};
  startup.StartupInfo.cb = sizeof startup;
  startup.StartupInfo.dwFlags = STARTF_USESTDHANDLES;
  startup.StartupInfo.hStdInput = stream_handle(standard_input);
  startup.StartupInfo.hStdOutput = stream_handle(standard_output);
  std::vector<HANDLE> streams;
  for (HANDLE const stream : {startup.StartupInfo.hStdInput, startup.StartupInfo.hStdOutput}) {
    if (stream != nullptr && std::find(streams.begin(), streams.end(), stream) == streams.end()) {
      ::SetHandleInformation(stream, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
      streams.push_back(stream);
    }
  }
  InheritedHandles inherited(std::move(streams));
  startup.lpAttributeList = inherited.list();
  const std::wstring path = own_path();
  std::wstring command = L"\"" + path + L"\" hold";
  PROCESS_INFORMATION process{};
  if (!inherited.usable() ||
      ::CreateProcessW(path.c_str(), command.data(), nullptr, nullptr, TRUE, EXTENDED_STARTUPINFO_PRESENT,
                       nullptr, nullptr, &startup.StartupInfo, &process) == 0) {
    return false;
  }
  ::CloseHandle(process.hThread);
  ::CloseHandle(process.hProcess);
  return true;
}

bool tell_console_events() {
  // A process group's number is that of the process it was made for. Wine 8.0 refuses the event (error 6;
  // error 12 without a console), so there is nothing to be shown there.
  if (::SetConsoleCtrlHandler(&tell_event, TRUE) == 0 ||
      ::GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, ::GetCurrentProcessId()) == 0) {
    write_all(standard_output, "none\n");
  }
  return true;
}

bool console_events_arrive() {
  return first_event_arrived;
}

}  // namespace loopcheck::child
