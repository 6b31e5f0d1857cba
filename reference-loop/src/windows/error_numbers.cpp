#include "windows/error_numbers.hpp"

#include <windows.h>
#include <winsock2.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace asyncio::windows_os {
namespace {

struct Mapping {
  int winerror;
  int error_number;
};

// Ordered by winerror. What is not here is EINVAL.
constexpr std::array mappings{
    Mapping{ERROR_FILE_NOT_FOUND, ENOENT},
    Mapping{ERROR_PATH_NOT_FOUND, ENOENT},
    Mapping{ERROR_TOO_MANY_OPEN_FILES, EMFILE},
    Mapping{ERROR_ACCESS_DENIED, EACCES},
    Mapping{ERROR_INVALID_HANDLE, EBADF},
    Mapping{ERROR_ARENA_TRASHED, ENOMEM},
    Mapping{ERROR_NOT_ENOUGH_MEMORY, ENOMEM},
    Mapping{ERROR_INVALID_BLOCK, ENOMEM},
    Mapping{ERROR_BAD_ENVIRONMENT, E2BIG},
    Mapping{ERROR_BAD_FORMAT, ENOEXEC},
    Mapping{ERROR_INVALID_DRIVE, ENOENT},
    Mapping{ERROR_CURRENT_DIRECTORY, EACCES},
    Mapping{ERROR_NOT_SAME_DEVICE, EXDEV},
    Mapping{ERROR_NO_MORE_FILES, ENOENT},
    Mapping{ERROR_WRITE_PROTECT, EACCES},
    Mapping{ERROR_BAD_UNIT, EACCES},
    Mapping{ERROR_NOT_READY, EACCES},
    Mapping{ERROR_BAD_COMMAND, EACCES},
    Mapping{ERROR_CRC, EACCES},
    Mapping{ERROR_BAD_LENGTH, EACCES},
    Mapping{ERROR_SEEK, EACCES},
    Mapping{ERROR_NOT_DOS_DISK, EACCES},
    Mapping{ERROR_SECTOR_NOT_FOUND, EACCES},
    Mapping{ERROR_OUT_OF_PAPER, EACCES},
    Mapping{ERROR_WRITE_FAULT, EACCES},
    Mapping{ERROR_READ_FAULT, EACCES},
    Mapping{ERROR_GEN_FAILURE, EACCES},
    Mapping{ERROR_SHARING_VIOLATION, EACCES},
    Mapping{ERROR_LOCK_VIOLATION, EACCES},
    Mapping{ERROR_WRONG_DISK, EACCES},
    Mapping{35, EACCES},  // has no name
    Mapping{ERROR_SHARING_BUFFER_EXCEEDED, EACCES},
    Mapping{ERROR_BAD_NETPATH, ENOENT},
    Mapping{ERROR_NETWORK_ACCESS_DENIED, EACCES},
    Mapping{ERROR_BAD_NET_NAME, ENOENT},
    Mapping{ERROR_FILE_EXISTS, EEXIST},
    Mapping{ERROR_CANNOT_MAKE, EACCES},
    Mapping{ERROR_FAIL_I24, EACCES},
    Mapping{ERROR_NO_PROC_SLOTS, EAGAIN},
    Mapping{ERROR_DRIVE_LOCKED, EACCES},
    Mapping{ERROR_BROKEN_PIPE, EPIPE},
    Mapping{ERROR_DISK_FULL, ENOSPC},
    Mapping{ERROR_INVALID_TARGET_HANDLE, EBADF},
    Mapping{ERROR_WAIT_NO_CHILDREN, ECHILD},
    Mapping{ERROR_CHILD_NOT_COMPLETE, ECHILD},
    Mapping{ERROR_DIRECT_ACCESS_HANDLE, EBADF},
    Mapping{ERROR_SEEK_ON_DEVICE, EACCES},
    Mapping{ERROR_DIR_NOT_EMPTY, ENOTEMPTY},
    Mapping{ERROR_NOT_LOCKED, EACCES},
    Mapping{ERROR_BAD_PATHNAME, ENOENT},
    Mapping{ERROR_MAX_THRDS_REACHED, EAGAIN},
    Mapping{ERROR_LOCK_FAILED, EACCES},
    Mapping{ERROR_ALREADY_EXISTS, EEXIST},
    // 188 to 202, without a gap: a program that cannot be started.
    Mapping{ERROR_INVALID_STARTING_CODESEG, ENOEXEC},
    Mapping{ERROR_INVALID_STACKSEG, ENOEXEC},
    Mapping{ERROR_INVALID_MODULETYPE, ENOEXEC},
    Mapping{ERROR_INVALID_EXE_SIGNATURE, ENOEXEC},
    Mapping{ERROR_EXE_MARKED_INVALID, ENOEXEC},
    Mapping{ERROR_BAD_EXE_FORMAT, ENOEXEC},
    Mapping{ERROR_ITERATED_DATA_EXCEEDS_64k, ENOEXEC},
    Mapping{ERROR_INVALID_MINALLOCSIZE, ENOEXEC},
    Mapping{ERROR_DYNLINK_FROM_INVALID_RING, ENOEXEC},
    Mapping{ERROR_IOPL_NOT_ENABLED, ENOEXEC},
    Mapping{ERROR_INVALID_SEGDPL, ENOEXEC},
    Mapping{ERROR_AUTODATASEG_EXCEEDS_64k, ENOEXEC},
    Mapping{ERROR_RING2SEG_MUST_BE_MOVABLE, ENOEXEC},
    Mapping{ERROR_RELOC_CHAIN_XEEDS_SEGLIM, ENOEXEC},
    Mapping{ERROR_INFLOOP_IN_RELOC_CHAIN, ENOEXEC},
    Mapping{ERROR_FILENAME_EXCED_RANGE, ENOENT},
    Mapping{ERROR_NESTING_NOT_ALLOWED, EAGAIN},
    Mapping{ERROR_NO_DATA, EPIPE},
    Mapping{WAIT_TIMEOUT, WSAETIMEDOUT},
    Mapping{ERROR_DIRECTORY, ENOTDIR},
    Mapping{ERROR_NO_UNICODE_TRANSLATION, EILSEQ},
    Mapping{ERROR_NOT_ENOUGH_QUOTA, ENOMEM},
};

constexpr bool less(const Mapping& left, const Mapping& right) noexcept {
  return left.winerror < right.winerror;
}
static_assert(std::is_sorted(mappings.begin(), mappings.end(), less));

// C's own numbers, and Winsock's, which Python prefers where there are both.
constexpr std::array<std::pair<int, std::string_view>, 24> subclasses{{
    {EAGAIN, "BlockingIOError"},
    {WSAEALREADY, "BlockingIOError"},
    {WSAEINPROGRESS, "BlockingIOError"},
    {WSAEWOULDBLOCK, "BlockingIOError"},
    {EPIPE, "BrokenPipeError"},
    {WSAESHUTDOWN, "BrokenPipeError"},
    {ECHILD, "ChildProcessError"},
    {WSAECONNABORTED, "ConnectionAbortedError"},
    {ECONNABORTED, "ConnectionAbortedError"},
    {WSAECONNREFUSED, "ConnectionRefusedError"},
    {ECONNREFUSED, "ConnectionRefusedError"},
    {WSAECONNRESET, "ConnectionResetError"},
    {ECONNRESET, "ConnectionResetError"},
    {EEXIST, "FileExistsError"},
    {ENOENT, "FileNotFoundError"},
    {EINTR, "InterruptedError"},
    {EISDIR, "IsADirectoryError"},
    {ENOTDIR, "NotADirectoryError"},
    {EACCES, "PermissionError"},
    {EPERM, "PermissionError"},
    {ESRCH, "ProcessLookupError"},
    {WSAETIMEDOUT, "TimeoutError"},
    {ETIMEDOUT, "TimeoutError"},
    {EWOULDBLOCK, "BlockingIOError"},
}};

}  // namespace

int to_errno(int winerror) noexcept {
  // An HRESULT that wraps a code.
  if ((static_cast<unsigned>(winerror) & 0xFFFF0000U) == 0x80070000U) winerror &= 0x0000FFFF;
  constexpr int first_of_winsock = 10000;
  constexpr int end_of_winsock = 12000;
  if (winerror >= first_of_winsock && winerror < end_of_winsock) {
    switch (winerror) {
      case WSAEINTR:
      case WSAEBADF:
      case WSAEACCES:
      case WSAEFAULT:
      case WSAEINVAL:
      case WSAEMFILE:
        return winerror - first_of_winsock;
      default:
        return winerror;
    }
  }
  const Mapping wanted{winerror, EINVAL};
  const auto* const found = std::lower_bound(mappings.begin(), mappings.end(), wanted, less);
  return found != mappings.end() && found->winerror == winerror ? found->error_number : EINVAL;
}

std::string_view os_error_type(int error_number) noexcept {
  for (const auto& [number, name] : subclasses) {
    if (number == error_number) return name;
  }
  return "OSError";
}

}  // namespace asyncio::windows_os
