#include "channel.hpp"

#include <fcntl.h>
#include <io.h>

#include <cerrno>
#include <optional>
#include <system_error>

#include "windows/handles.hpp"

namespace reference_subject {
namespace {

constexpr int input_number = 0;
constexpr int output_number = 1;
constexpr int error_number = 2;

[[noreturn]] void fail_to_start(DWORD code, const char* call) {
  throw std::system_error(static_cast<int>(code), std::system_category(), call);
}

// A private copy that no child inherits.
FileDescriptor copy_of(DWORD which, const char* name) {
  const HANDLE standard = ::GetStdHandle(which);
  if (standard == nullptr || standard == INVALID_HANDLE_VALUE) {
    fail_to_start(ERROR_INVALID_HANDLE, name);
  }
  HANDLE copy = nullptr;
  const HANDLE process = ::GetCurrentProcess();
  if (::DuplicateHandle(process, standard, process, &copy, 0, FALSE, DUPLICATE_SAME_ACCESS) == FALSE) {
    fail_to_start(::GetLastError(), name);
  }
  return number_of(copy);
}

// The C library's number becomes a copy of another one, and the standard handle follows it, so that both
// views of the stream agree. The handle that was there is closed.
void redirect(int number, int to, DWORD standard) {
  if (::_dup2(to, number) != 0) {
    throw std::system_error(errno, std::generic_category(), "_dup2");
  }
  ::SetStdHandle(standard, reinterpret_cast<HANDLE>(::_get_osfhandle(number)));
}

bool has_standard_error() {
  const HANDLE error = ::GetStdHandle(STD_ERROR_HANDLE);
  DWORD flags = 0;
  return error != nullptr && error != INVALID_HANDLE_VALUE &&
         ::GetHandleInformation(error, &flags) != FALSE && ::_get_osfhandle(error_number) >= 0;
}

// One transfer that waits for its end. The harness may have opened its pipes for overlapped I/O: such a
// handle must not be used without an OVERLAPPED, while on any other pipe it makes no difference. A file keeps
// a position of its own only without one.
template <class Transfer>
std::optional<std::size_t> transfer(HANDLE handle, Transfer start) {
  if (::GetFileType(handle) != FILE_TYPE_PIPE) {
    DWORD size = 0;
    return start(&size, nullptr) == FALSE ? std::nullopt : std::optional<std::size_t>(size);
  }
  const OwnedHandle done(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
  OVERLAPPED overlapped{};
  overlapped.hEvent = done.get();
  DWORD size = 0;
  if (start(nullptr, &overlapped) == FALSE && ::GetLastError() != ERROR_IO_PENDING) {
    return std::nullopt;
  }
  if (::GetOverlappedResult(handle, &overlapped, &size, TRUE) == FALSE) {
    return std::nullopt;
  }
  return size;
}

}  // namespace

Channel::Channel()
    : input_(copy_of(STD_INPUT_HANDLE, "standard input")),
      output_(copy_of(STD_OUTPUT_HANDLE, "standard output")) {
  const int null_device = ::_open("NUL", _O_RDWR | _O_BINARY | _O_NOINHERIT);
  if (null_device < 0) {
    throw std::system_error(errno, std::generic_category(), "open of NUL");
  }
  redirect(input_number, null_device, STD_INPUT_HANDLE);
  // Where standard error was closed, there is still no reason to hand the protocol to children.
  if (!has_standard_error()) {
    redirect(error_number, null_device, STD_ERROR_HANDLE);
  }
  redirect(output_number, error_number, STD_OUTPUT_HANDLE);
  if (null_device > error_number) {
    ::_close(null_device);
  }
}

Channel::~Channel() {
  ::CloseHandle(as_handle(input_));
  ::CloseHandle(as_handle(output_));
}

std::size_t Channel::read_some(std::span<char> buffer) {
  const std::optional<std::size_t> size = transfer(as_handle(input_), [&](DWORD* done,
                                                                          OVERLAPPED* overlapped) {
    return ::ReadFile(as_handle(input_), buffer.data(), static_cast<DWORD>(buffer.size()), done, overlapped);
  });
  return size.value_or(0);
}

std::size_t Channel::write_some(std::string_view text) {
  const std::optional<std::size_t> size = transfer(as_handle(output_), [&](DWORD* done,
                                                                           OVERLAPPED* overlapped) {
    return ::WriteFile(as_handle(output_), text.data(), static_cast<DWORD>(text.size()), done, overlapped);
  });
  return size.value_or(0);
}

}  // namespace reference_subject
