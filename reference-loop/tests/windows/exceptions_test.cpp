// What Windows calls an error, and what Python makes of it.
#include "asyncio/exceptions.hpp"

#include <gtest/gtest.h>
#include <windows.h>
#include <winsock2.h>

#include <array>
#include <cerrno>
#include <string>

#include "windows/text.hpp"

namespace asyncio::testing {
namespace {

struct Row {
  int winerror;
  int error_number;
  std::string_view type;
};

// As CPython shows them; the two codes of a refused and an aborted connection are asyncio's own exception.
constexpr std::array rows{
    Row{ERROR_INVALID_FUNCTION, EINVAL, "OSError"},
    Row{ERROR_FILE_NOT_FOUND, ENOENT, "FileNotFoundError"},
    Row{ERROR_PATH_NOT_FOUND, ENOENT, "FileNotFoundError"},
    Row{ERROR_TOO_MANY_OPEN_FILES, EMFILE, "OSError"},
    Row{ERROR_ACCESS_DENIED, EACCES, "PermissionError"},
    Row{ERROR_INVALID_HANDLE, EBADF, "OSError"},
    Row{ERROR_NOT_ENOUGH_MEMORY, ENOMEM, "OSError"},
    Row{ERROR_BAD_ENVIRONMENT, E2BIG, "OSError"},
    Row{ERROR_SHARING_VIOLATION, EACCES, "PermissionError"},
    Row{35, EACCES, "PermissionError"},
    Row{ERROR_FILE_EXISTS, EEXIST, "FileExistsError"},
    Row{ERROR_INVALID_PARAMETER, EINVAL, "OSError"},
    Row{ERROR_NO_PROC_SLOTS, EAGAIN, "BlockingIOError"},
    Row{ERROR_BROKEN_PIPE, EPIPE, "BrokenPipeError"},
    Row{ERROR_WAIT_NO_CHILDREN, ECHILD, "ChildProcessError"},
    Row{ERROR_ALREADY_EXISTS, EEXIST, "FileExistsError"},
    Row{ERROR_INVALID_STARTING_CODESEG, ENOEXEC, "OSError"},
    Row{ERROR_BAD_EXE_FORMAT, ENOEXEC, "OSError"},
    Row{ERROR_INFLOOP_IN_RELOC_CHAIN, ENOEXEC, "OSError"},
    Row{ERROR_NO_DATA, EPIPE, "BrokenPipeError"},
    Row{WAIT_TIMEOUT, WSAETIMEDOUT, "TimeoutError"},
    Row{ERROR_DIRECTORY, ENOTDIR, "NotADirectoryError"},
    Row{ERROR_IO_PENDING, EINVAL, "OSError"},
    Row{ERROR_OPERATION_ABORTED, EINVAL, "OSError"},
    Row{ERROR_NO_UNICODE_TRANSLATION, EILSEQ, "OSError"},
    Row{ERROR_CONNECTION_REFUSED, EINVAL, "ConnectionRefusedError"},
    Row{ERROR_CONNECTION_ABORTED, EINVAL, "ConnectionAbortedError"},
    Row{ERROR_NOT_ENOUGH_QUOTA, ENOMEM, "OSError"},
    Row{WSAEINTR, EINTR, "InterruptedError"},
    Row{WSAEBADF, EBADF, "OSError"},
    Row{WSAEACCES, EACCES, "PermissionError"},
    Row{WSAEFAULT, EFAULT, "OSError"},
    Row{WSAEINVAL, EINVAL, "OSError"},
    Row{WSAEMFILE, EMFILE, "OSError"},
    Row{WSAEWOULDBLOCK, WSAEWOULDBLOCK, "BlockingIOError"},
    Row{WSAEINPROGRESS, WSAEINPROGRESS, "BlockingIOError"},
    Row{WSAEALREADY, WSAEALREADY, "BlockingIOError"},
    Row{WSAENOTSOCK, WSAENOTSOCK, "OSError"},
    Row{WSAEADDRINUSE, WSAEADDRINUSE, "OSError"},
    Row{WSAECONNABORTED, WSAECONNABORTED, "ConnectionAbortedError"},
    Row{WSAECONNRESET, WSAECONNRESET, "ConnectionResetError"},
    Row{WSAESHUTDOWN, WSAESHUTDOWN, "BrokenPipeError"},
    Row{WSAETIMEDOUT, WSAETIMEDOUT, "TimeoutError"},
    Row{WSAECONNREFUSED, WSAECONNREFUSED, "ConnectionRefusedError"},
    Row{99999, EINVAL, "OSError"},
};

TEST(WindowsExceptionsTest, CodesOfTheSystemHaveTheNumbersAndClassesOfPython) {
  for (const Row& row : rows) {
    const OSError error = OSError::from_system(row.winerror, "what");
    EXPECT_EQ(row.winerror, error.winerror());
    EXPECT_EQ(row.error_number, error.error_number()) << row.winerror;
    EXPECT_EQ(row.type, error.type_name()) << row.winerror;
    const std::string start = "[WinError " + std::to_string(row.winerror) + "] ";
    EXPECT_EQ(0U, std::string_view(error.what()).find(start)) << error.what();
    EXPECT_TRUE(std::string_view(error.what()).ends_with(": what")) << error.what();
  }
}

TEST(WindowsExceptionsTest, WrappedCodesAreUnwrapped) {
  EXPECT_EQ(ENOENT, OSError::from_system(static_cast<int>(0x80070002U), "").error_number());
}

TEST(WindowsExceptionsTest, NumbersOfCAndOfWinsockHaveTheSameClasses) {
  constexpr std::array<std::pair<int, std::string_view>, 10> numbers{{
      {EPERM, "PermissionError"},
      {ESRCH, "ProcessLookupError"},
      {EISDIR, "IsADirectoryError"},
      {ECONNRESET, "ConnectionResetError"},
      {WSAECONNRESET, "ConnectionResetError"},
      {ECONNREFUSED, "ConnectionRefusedError"},
      {WSAECONNREFUSED, "ConnectionRefusedError"},
      {ETIMEDOUT, "TimeoutError"},
      {EPIPE, "BrokenPipeError"},
      {ENOTEMPTY, "OSError"},
  }};
  for (const auto& [number, type] : numbers) {
    const OSError error(number, "");
    EXPECT_EQ(type, error.type_name()) << number;
    EXPECT_EQ(number, error.error_number());
    EXPECT_FALSE(error.winerror().has_value());
  }
  EXPECT_STREQ("[Errno 2] No such file or directory: C:\\nowhere", OSError(ENOENT, "C:\\nowhere").what());
}

TEST(WindowsExceptionsTest, UnknownNamesAreGaiErrorsWithTheCodeOfWinsock) {
  const AddressInfoError error(WSAHOST_NOT_FOUND, "host");
  EXPECT_EQ("gaierror", error.type_name());
  EXPECT_EQ(11001, error.error_number());
  EXPECT_STREQ("[Errno 11001] getaddrinfo failed: host", error.what());
}

TEST(WindowsTextTest, GoesThereAndBack) {
  for (const std::string text : {"", "plain", "Grüße", "日本", "😀"}) {
    EXPECT_EQ(text, windows_os::to_utf8(windows_os::to_wide(text)));
  }
  EXPECT_EQ(2U, windows_os::to_wide("😀").size());
  EXPECT_EQ(L"\xFFFD", windows_os::to_wide("\xFF"));
}

TEST(WindowsTextTest, MessagesAreOneLineWithoutTheirFullStop) {
  const std::string text = windows_os::system_message(ERROR_FILE_NOT_FOUND);
  EXPECT_FALSE(text.empty());
  EXPECT_EQ(std::string::npos, text.find_first_of("\r\n"));
  EXPECT_NE('.', text.back());
  EXPECT_EQ("Windows Error 0x1869f", windows_os::system_message(99999));
}

}  // namespace
}  // namespace asyncio::testing
