#include "streams.hpp"

#include <fcntl.h>
#include <io.h>

#include <windows.h>

#include <shellapi.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace scripted_subject {
namespace {

HANDLE handle_of(int fd) {
  return reinterpret_cast<HANDLE>(::_get_osfhandle(fd));
}

std::string utf8(std::wstring_view text) {
  const int size = static_cast<int>(text.size());
  std::string result(static_cast<std::size_t>(
                         ::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, nullptr, 0, nullptr, nullptr)),
                     '\0');
  ::WideCharToMultiByte(CP_UTF8, 0, text.data(), size, result.data(), static_cast<int>(result.size()),
                        nullptr, nullptr);
  return result;
}

BOOL WINAPI take_note_of_nothing(DWORD) {
  return TRUE;
}

}  // namespace

void prepare() {
  for (const int fd : {standard_input, standard_output, standard_error}) ::_setmode(fd, _O_BINARY);
  // A crash is the end of the process, not a question to the user.
  ::SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
}

// main() itself gets them in the code page of the system.
std::vector<std::string> arguments_of(int, char**) {
  int count = 0;
  const std::unique_ptr<LPWSTR, decltype(&::LocalFree)> words(
      ::CommandLineToArgvW(::GetCommandLineW(), &count), &::LocalFree);
  std::vector<std::string> arguments;
  for (int i = 1; i < count; ++i) {
    arguments.push_back(utf8(words.get()[i]));
  }
  return arguments;
}

std::optional<std::string> read_line() {
  static std::string buffer;
  while (true) {
    if (const std::size_t end = buffer.find('\n'); end != std::string::npos) {
      std::string line = buffer.substr(0, end);
      buffer.erase(0, end + 1);
      return line;
    }
    static std::array<char, 65536> chunk;
    const int size = ::_read(standard_input, chunk.data(), static_cast<unsigned>(chunk.size()));
    if (size <= 0) {
      return std::nullopt;
    }
    buffer.append(chunk.data(), static_cast<std::size_t>(size));
  }
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    constexpr std::size_t at_once = 1U << 20;
    const int written = ::_write(fd, bytes.data(), static_cast<unsigned>(bytes.substr(0, at_once).size()));
    if (written <= 0) {
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

void close_output() {
  ::_close(standard_output);
}

// Nobody is told when the reader of a pipe goes away; the next write finds out.
bool output_is_read(int milliseconds) {
  ::WaitForSingleObject(::GetCurrentProcess(), static_cast<DWORD>(milliseconds));
  return true;
}

void hang() {
  while (true) {
    ::WaitForSingleObject(::GetCurrentProcess(), INFINITE);
  }
}

void crash() {
  ::RaiseException(EXCEPTION_ACCESS_VIOLATION, EXCEPTION_NONCONTINUABLE, 0, nullptr);
  std::_Exit(1);
}

void exit_now(int status) {
  std::_Exit(status);
}

void ignore_requests_to_end() {
  ::SetConsoleCtrlHandler(take_note_of_nothing, TRUE);
}

std::optional<unsigned long> leave_grandchild() {
  constexpr DWORD longest_path = 32768;
  std::wstring program(longest_path, L'\0');
  program.resize(::GetModuleFileNameW(nullptr, program.data(), longest_path));
  std::wstring command = L"\"" + program + L"\" --play hang";
  for (const int fd : {standard_input, standard_error}) {
    ::SetHandleInformation(handle_of(fd), HANDLE_FLAG_INHERIT, 0);
  }
  ::SetHandleInformation(handle_of(standard_output), HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
  STARTUPINFOW startup{};
  startup.cb = sizeof startup;
  startup.dwFlags = STARTF_USESTDHANDLES;
  startup.hStdOutput = handle_of(standard_output);
  PROCESS_INFORMATION started{};
  // In a process group of its own, as a program is that wants to be left alone.
  if (::CreateProcessW(program.c_str(), command.data(), nullptr, nullptr, TRUE, CREATE_NEW_PROCESS_GROUP,
                       nullptr, nullptr, &startup, &started) == 0) {
    return std::nullopt;
  }
  ::CloseHandle(started.hThread);
  ::CloseHandle(started.hProcess);
  return started.dwProcessId;
}

}  // namespace scripted_subject
