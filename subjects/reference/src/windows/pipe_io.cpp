#include "windows/pipe_io.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "outcome.hpp"
#include "windows/errors.hpp"
#include "windows/handles.hpp"
#include "windows/ntdll.hpp"

namespace reference_subject {
namespace {

// What NtQueryInformationFile() tells about pipes. The kit for drivers documents it; winternl.h leaves it
// out.
using QueryFile = LONG(WINAPI*)(HANDLE file, void* status, void* information, ULONG size,
                                int information_class);
constexpr int pipe_local_information = 24;  // FilePipeLocalInformation
struct PipeLocalInformation {
  ULONG type, configuration, maximum_instances, current_instances, inbound_quota, read_data_available,
      outbound_quota, write_quota_available, state, end;
};
constexpr ULONG connected_state = 3;

// Makes a pipe's end refuse to wait for as long as this lives. Anything but a pipe stays as it is, and so
// does the end of a pipe whose other end is gone: that does not wait anyway.
class NonWaiting {
 public:
  explicit NonWaiting(HANDLE pipe) : pipe_(pipe) {
    changed_ = ::GetFileType(pipe) == FILE_TYPE_PIPE && pipe_waits(pipe) && set(PIPE_NOWAIT);
  }
  NonWaiting(const NonWaiting&) = delete;
  NonWaiting& operator=(const NonWaiting&) = delete;
  ~NonWaiting() {
    if (changed_) {
      const DWORD error = ::GetLastError();
      set(PIPE_WAIT);
      ::SetLastError(error);
    }
  }

 private:
  bool set(DWORD mode) { return ::SetNamedPipeHandleState(pipe_, &mode, nullptr, nullptr) != FALSE; }

  HANDLE pipe_;
  bool changed_ = false;
};

// An OVERLAPPED is right for every pipe: where the handle was not opened for overlapped I/O, the call is
// finished when it returns. The lowest bit of the event keeps the completion away from a port with which a
// loop may have associated the handle.
class Overlapped {
 public:
  Overlapped() : done_(::CreateEventW(nullptr, TRUE, FALSE, nullptr)) {
    constexpr std::uintptr_t no_completion = 1;
    value_.hEvent = reinterpret_cast<HANDLE>(reinterpret_cast<std::uintptr_t>(done_.get()) | no_completion);
  }
  OVERLAPPED* get() noexcept { return &value_; }

  // What became of a call that gave `started`; nullopt, without a trace of the call, if it is still going on.
  std::optional<std::size_t> finish(HANDLE handle, BOOL started, std::string_view call) {
    DWORD size = 0;
    if (started == FALSE && ::GetLastError() != ERROR_IO_PENDING) {
      fail(call);
    }
    if (started == FALSE) {
      ::CancelIoEx(handle, &value_);
    }
    if (::GetOverlappedResult(handle, &value_, &size, TRUE) != FALSE) {
      return size;
    }
    if (::GetLastError() != ERROR_OPERATION_ABORTED) {
      fail(call);
    }
    return std::nullopt;
  }

 private:
  OwnedHandle done_;
  OVERLAPPED value_{};
};

std::optional<std::size_t> write_pipe(HANDLE pipe, std::string_view data) {
  const NonWaiting mode(pipe);
  Overlapped overlapped;
  const BOOL started =
      ::WriteFile(pipe, data.data(), static_cast<DWORD>(data.size()), nullptr, overlapped.get());
  const std::optional<std::size_t> size = overlapped.finish(pipe, started, "WriteFile");
  return size == std::size_t{0} && !data.empty() ? std::nullopt : size;
}

std::optional<std::size_t> read_pipe(HANDLE pipe, std::span<char> buffer) {
  DWORD waiting = 0;
  if (::PeekNamedPipe(pipe, nullptr, 0, nullptr, &waiting, nullptr) == FALSE) {
    if (::GetLastError() == ERROR_BROKEN_PIPE) {
      return 0;
    }
    fail("PeekNamedPipe");
  }
  if (waiting == 0) {
    return std::nullopt;
  }
  Overlapped overlapped;
  const auto size = static_cast<DWORD>(std::min<std::size_t>(waiting, buffer.size()));
  const BOOL started = ::ReadFile(pipe, buffer.data(), size, nullptr, overlapped.get());
  return overlapped.finish(pipe, started, "ReadFile");
}

}  // namespace

std::optional<std::size_t> read_handle(HANDLE handle, std::span<char> buffer) {
  switch (::GetFileType(handle)) {
    case FILE_TYPE_PIPE:
      return read_pipe(handle, buffer);
    case FILE_TYPE_DISK:
      break;
    case FILE_TYPE_CHAR: {
      DWORD mode = 0;
      if (::GetConsoleMode(handle, &mode) != FALSE) {
        throw Unsupported("a console cannot be read without waiting for whoever sits at it");
      }
      break;
    }
    default:
      fail("GetFileType");
  }
  DWORD size = 0;
  check(::ReadFile(handle, buffer.data(), static_cast<DWORD>(buffer.size()), &size, nullptr), "ReadFile");
  return size;
}

std::optional<std::size_t> write_handle(HANDLE handle, std::string_view data) {
  if (::GetFileType(handle) == FILE_TYPE_PIPE) {
    // The system may take a piece as a whole or not at all: then a smaller one may still find room.
    for (std::size_t size = data.size(); size > 0; size /= 2) {
      if (const std::optional<std::size_t> written = write_pipe(handle, data.substr(0, size))) {
        return written;
      }
    }
    return std::nullopt;
  }
  DWORD size = 0;
  check(::WriteFile(handle, data.data(), static_cast<DWORD>(data.size()), &size, nullptr), "WriteFile");
  return size;
}

bool pipe_is_connected(HANDLE pipe) {
  static const auto query_file = from_ntdll<QueryFile>("NtQueryInformationFile");
  std::array<void*, 2> status{};  // IO_STATUS_BLOCK
  PipeLocalInformation information{};
  if (query_file(pipe, status.data(), &information, sizeof information, pipe_local_information) < 0) {
    fail("NtQueryInformationFile", ERROR_INVALID_HANDLE);
  }
  return information.state == connected_state;
}

bool pipe_waits(HANDLE pipe) {
  DWORD state = 0;
  check(::GetNamedPipeHandleStateW(pipe, &state, nullptr, nullptr, nullptr, nullptr, 0),
        "GetNamedPipeHandleState");
  return (state & PIPE_NOWAIT) == 0;
}

}  // namespace reference_subject
