// Overlapped operations on named pipes.
// https://learn.microsoft.com/windows/win32/ipc/synchronous-and-overlapped-input-and-output
#include "proactor/owned_pipe.hpp"
#include "windows/iocp_operation.hpp"

namespace asyncio::windows_os {

Begun begin_read(IocpOperation& operation) noexcept {
  const BOOL done = ReadFile(to_handle(operation.handle), operation.buffer.data(),
                             operation_size(operation.buffer.size()), nullptr, &operation.packet);
  return begun(operation, done != FALSE, done ? 0 : GetLastError());
}

Begun begin_write(IocpOperation& operation) noexcept {
  const auto data = operation.rest();
  const BOOL done = WriteFile(to_handle(operation.handle), data.data(), operation_size(data.size()), nullptr,
                              &operation.packet);
  return begun(operation, done != FALSE, done ? 0 : GetLastError());
}

}  // namespace asyncio::windows_os

namespace asyncio::proactor_events {

void OwnedPipe::reset(FileDescriptor handle) noexcept {
  if (handle_ != invalid_descriptor) {
    const DWORD kept = GetLastError();
    CloseHandle(windows_os::to_handle(handle_));
    SetLastError(kept);
  }
  handle_ = handle;
}

}  // namespace asyncio::proactor_events
