#include "windows/child_pipe.hpp"

#include <atomic>
#include <cstdint>
#include <string>

#include "asyncio/exceptions.hpp"

namespace asyncio::windows_os {
namespace {

constexpr DWORD buffer_size = 64 * 1024;  // a hint, as that of Linux

// The prefix keeps clear of other programs, the process id of other processes, the number of the rest.
std::wstring next_name() {
  static std::atomic<std::uint64_t> count = 0;
  return L"\\\\.\\pipe\\asyncio-reference-loop-" + std::to_wstring(::GetCurrentProcessId()) + L"-" +
         std::to_wstring(count++);
}

// Only our own client can be connected: there is one instance, which nobody else has made.
ChildPipe make_pipe(DWORD parent_access, DWORD child_access) {
  const std::wstring name = next_name();
  OwnedHandle parent(::CreateNamedPipeW(
      name.c_str(), parent_access | FILE_FLAG_OVERLAPPED | FILE_FLAG_FIRST_PIPE_INSTANCE,
      PIPE_TYPE_BYTE | PIPE_REJECT_REMOTE_CLIENTS, 1, buffer_size, buffer_size, 0, nullptr));
  if (!parent) throw OSError::from_system(static_cast<int>(::GetLastError()), "CreateNamedPipe");
  OwnedHandle child(::CreateFileW(name.c_str(), child_access, 0, nullptr, OPEN_EXISTING, 0, nullptr));
  if (!child) throw OSError::from_system(static_cast<int>(::GetLastError()), "CreateFile of a pipe");
  return {std::move(parent), std::move(child)};
}

}  // namespace

ChildPipe make_input_pipe() {
  return make_pipe(PIPE_ACCESS_DUPLEX, GENERIC_READ);
}

ChildPipe make_output_pipe() {
  return make_pipe(PIPE_ACCESS_INBOUND, GENERIC_WRITE | FILE_READ_ATTRIBUTES);
}

}  // namespace asyncio::windows_os
