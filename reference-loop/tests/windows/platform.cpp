#include "platform.hpp"

#include <winsock2.h>
// After winsock2.h, which must come first.
#include <windows.h>

#include <array>
#include <atomic>

#include "asyncio/exceptions.hpp"

namespace asyncio::testing {
namespace {

[[noreturn]] void throw_last(const char* call) {
  throw OSError::from_system(static_cast<int>(GetLastError()), call);
}

FileDescriptor number(HANDLE handle) {
  return reinterpret_cast<FileDescriptor>(handle);
}
HANDLE to_handle(FileDescriptor handle) {
  return reinterpret_cast<HANDLE>(handle);  // NOLINT(performance-no-int-to-ptr)
}

std::wstring new_pipe_name() {
  static std::atomic<int> counter{0};
  return L"\\\\.\\pipe\\reference-loop-tests-" + std::to_wstring(GetCurrentProcessId()) + L"-" +
         std::to_wstring(++counter);
}

PipeEnds open_pipe_for(DWORD reader, DWORD writer) {
  const std::wstring name = new_pipe_name();
  constexpr DWORD buffer = 8192;
  const HANDLE read =
      CreateNamedPipeW(name.c_str(), reader | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
                       PIPE_TYPE_BYTE | PIPE_WAIT, 1, buffer, buffer, 0, nullptr);
  if (read == INVALID_HANDLE_VALUE) throw_last("CreateNamedPipe");
  const HANDLE write =
      CreateFileW(name.c_str(), writer, 0, nullptr, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, nullptr);
  if (write == INVALID_HANDLE_VALUE) throw_last("CreateFile");
  return {number(read), number(write)};
}

}  // namespace

PipeEnds open_pipe() {
  return open_pipe_for(PIPE_ACCESS_INBOUND, GENERIC_WRITE);
}

PipeEnds open_two_way_pipe() {
  return open_pipe_for(PIPE_ACCESS_DUPLEX, GENERIC_READ | GENERIC_WRITE);
}

void close_handle(FileDescriptor handle) {
  CloseHandle(to_handle(handle));
}

FileDescriptor open_temporary_file(std::string_view content) {
  std::array<wchar_t, MAX_PATH + 1> folder{};
  std::array<wchar_t, MAX_PATH + 1> path{};
  if (GetTempPathW(static_cast<DWORD>(folder.size()), folder.data()) == 0) throw_last("GetTempPath");
  if (GetTempFileNameW(folder.data(), L"ref", 0, path.data()) == 0) throw_last("GetTempFileName");
  const HANDLE file =
      CreateFileW(path.data(), GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, nullptr, CREATE_ALWAYS,
                  FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, nullptr);
  if (file == INVALID_HANDLE_VALUE) throw_last("CreateFile");
  DWORD written = 0;
  if (!WriteFile(file, content.data(), static_cast<DWORD>(content.size()), &written, nullptr) ||
      written != content.size()) {
    throw_last("WriteFile");
  }
  return number(file);
}

std::size_t count_handles() {
  // GetProcessHandleCount() says 0 under Wine 8.0.
  std::size_t count = 0;
  for (std::intptr_t value = 4; value < 8192; value += 4) {
    DWORD flags = 0;
    if (GetHandleInformation(to_handle(value), &flags)) ++count;
  }
  return count;
}

}  // namespace asyncio::testing
