// Pipes: anonymous ones as os.pipe() makes them, and named ones. No handle is inheritable.
#include <atomic>
#include <string>

#include "windows/errors.hpp"
#include "windows/fixture_tables.hpp"
#include "windows/handles.hpp"

namespace reference_subject {
namespace {

constexpr DWORD buffer_size = 8192;  // of each direction, as asyncio.windows_utils has it

std::shared_ptr<End> end_of(OwnedHandle handle) {
  return std::make_shared<End>(number_of(handle.release()));
}

Ends anonymous_pipe(const FixtureRequest&) {
  HANDLE read = nullptr;
  HANDLE write = nullptr;
  check(::CreatePipe(&read, &write, nullptr, 0), "CreatePipe");
  return {{"read", std::make_shared<End>(number_of(read))},
          {"write", std::make_shared<End>(number_of(write))}};
}

std::wstring new_pipe_name() {
  static std::atomic<unsigned long> made{0};
  return L"\\\\.\\pipe\\loopcheck-subject-" + std::to_wstring(::GetCurrentProcessId()) + L'-' +
         std::to_wstring(++made);
}

// As asyncio.windows_utils.pipe(duplex=True) makes it: a write transport of Python also reads, to hear that
// its reader is gone. The server's end is the one to read from; `flags` say how both are opened.
Ends named_pipe(DWORD flags) {
  const std::wstring name = new_pipe_name();
  OwnedHandle read(::CreateNamedPipeW(name.c_str(),
                                      PIPE_ACCESS_DUPLEX | FILE_FLAG_FIRST_PIPE_INSTANCE | flags,
                                      PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_WAIT, 1, buffer_size,
                                      buffer_size, NMPWAIT_WAIT_FOREVER, nullptr));
  check(read ? TRUE : FALSE, "CreateNamedPipe");
  OwnedHandle write(
      ::CreateFileW(name.c_str(), GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, flags, nullptr));
  check(write ? TRUE : FALSE, "CreateFile of a named pipe");
  // The client is there already, so that this has nothing to wait for.
  const OwnedHandle done(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
  OVERLAPPED overlapped{};
  overlapped.hEvent = done.get();
  if (::ConnectNamedPipe(read.get(), &overlapped) == FALSE && ::GetLastError() != ERROR_PIPE_CONNECTED) {
    fail("ConnectNamedPipe");
  }
  return {{"read", end_of(std::move(read))}, {"write", end_of(std::move(write))}};
}

Ends overlapped_pipe(const FixtureRequest&) {
  return named_pipe(FILE_FLAG_OVERLAPPED);
}
Ends plain_named_pipe(const FixtureRequest&) {
  return named_pipe(0);
}

}  // namespace

FixtureTable pipe_fixtures() {
  return {
      {"pipe", anonymous_pipe}, {"overlapped-pipe", overlapped_pipe}, {"plain-named-pipe", plain_named_pipe}};
}

}  // namespace reference_subject
