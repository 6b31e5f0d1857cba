// The file of a sendfile(): a HANDLE.
// https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-readfile
#include <windows.h>

#include <algorithm>

#include "asyncio/exceptions.hpp"
#include "transports/file_transfer.hpp"
#include "windows/owned_handle.hpp"

namespace asyncio {
namespace {

HANDLE to_handle(FileDescriptor file) noexcept {
  return reinterpret_cast<HANDLE>(file);
}

// What a read at the end of a file, or of a pipe whose writer has gone, fails with.
bool is_end(DWORD error) noexcept {
  return error == ERROR_HANDLE_EOF || error == ERROR_BROKEN_PIPE;
}

// A read at a place moves the position of a file that was not opened for overlapped I/O. This moves it back;
// what has no position is left alone.
class KeptPosition {
 public:
  explicit KeptPosition(HANDLE file) noexcept
      : file_(file),
        known_(::GetFileType(file) == FILE_TYPE_DISK &&
               ::SetFilePointerEx(file, LARGE_INTEGER{}, &position_, FILE_CURRENT) != 0) {}
  KeptPosition(const KeptPosition&) = delete;
  KeptPosition& operator=(const KeptPosition&) = delete;
  // The error of the read is kept.
  ~KeptPosition() {
    const DWORD error = ::GetLastError();
    if (known_) ::SetFilePointerEx(file_, position_, nullptr, FILE_BEGIN);
    ::SetLastError(error);
  }

 private:
  HANDLE file_;
  LARGE_INTEGER position_{};
  bool known_;
};

}  // namespace

bool is_regular_file(FileDescriptor file) noexcept {
  return ::GetFileType(to_handle(file)) == FILE_TYPE_DISK;
}

std::size_t read_file(FileDescriptor file, std::span<std::byte> buffer, std::uint64_t position) {
  // The event is only waited for if the handle was opened for overlapped I/O; a read by any other ignores it.
  const windows_os::OwnedHandle event(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
  if (!event) throw OSError::from_system(static_cast<int>(::GetLastError()), "CreateEvent");
  OVERLAPPED place{};
  place.Offset = static_cast<DWORD>(position);
  place.OffsetHigh = static_cast<DWORD>(position >> 32U);
  place.hEvent = event.get();

  const KeptPosition kept(to_handle(file));
  constexpr std::size_t largest = std::size_t{1} << 30U;
  const DWORD size = static_cast<DWORD>(std::min(buffer.size(), largest));
  DWORD count = 0;
  if (::ReadFile(to_handle(file), buffer.data(), size, &count, &place)) return count;
  DWORD failure = ::GetLastError();
  if (failure == ERROR_IO_PENDING) {
    if (::GetOverlappedResult(to_handle(file), &place, &count, TRUE)) return count;
    failure = ::GetLastError();
  }
  if (is_end(failure)) return 0;
  throw OSError::from_system(static_cast<int>(failure), "read");
}

void set_file_position(FileDescriptor file, std::uint64_t position) noexcept {
  LARGE_INTEGER place{};
  place.QuadPart = static_cast<LONGLONG>(position);
  ::SetFilePointerEx(to_handle(file), place, nullptr, FILE_BEGIN);
}

}  // namespace asyncio
