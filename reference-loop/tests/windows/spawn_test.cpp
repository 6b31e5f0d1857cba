// CreateProcessW() and the pipes to a child, without a loop.
#include "windows/spawn.hpp"

#include <gtest/gtest.h>
#include <windows.h>
// After windows.h, which must come first.
#include <tlhelp32.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "asyncio/exceptions.hpp"
#include "process_system.hpp"
#include "windows/child_pipe.hpp"
#include "windows/quoting.hpp"

namespace asyncio::testing {
namespace {

using windows_os::ChildPipe;
using windows_os::OwnedHandle;
using windows_os::SpawnedProcess;
using windows_os::SpawnRequest;

std::string child(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), LOOPCHECK_CHILD);
  return windows_os::quote_command_line(arguments);
}

class ScratchFolder {
 public:
  ScratchFolder()
      : path_(std::filesystem::temp_directory_path() /
              ("loopcheck spawn " + std::to_string(::GetCurrentProcessId()))) {
    std::filesystem::create_directories(path_);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

OwnedHandle null_device() {
  return OwnedHandle(
      ::CreateFileW(L"NUL", GENERIC_READ | GENERIC_WRITE, 0, nullptr, OPEN_EXISTING, 0, nullptr));
}

// The end of an overlapped handle, read without a loop.
std::string read_all(HANDLE pipe) {
  const OwnedHandle event(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
  std::string text;
  std::array<char, 4096> buffer{};
  for (;;) {
    OVERLAPPED state{};
    state.hEvent = event.get();
    DWORD size = 0;
    if (::ReadFile(pipe, buffer.data(), static_cast<DWORD>(buffer.size()), nullptr, &state) == 0 &&
        ::GetLastError() != ERROR_IO_PENDING) {
      return text;
    }
    if (::GetOverlappedResult(pipe, &state, &size, TRUE) == 0) return text;
    text.append(buffer.data(), size);
  }
}

// How often the first thread of a process had been suspended.
DWORD resume(ProcessId process) {
  const OwnedHandle snapshot(::CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0));
  THREADENTRY32 entry{};
  entry.dwSize = sizeof entry;
  for (BOOL more = ::Thread32First(snapshot.get(), &entry); more;
       more = ::Thread32Next(snapshot.get(), &entry)) {
    if (static_cast<ProcessId>(entry.th32OwnerProcessID) != process) continue;
    const OwnedHandle thread(::OpenThread(THREAD_SUSPEND_RESUME, FALSE, entry.th32ThreadID));
    return ::ResumeThread(thread.get());
  }
  return 0;
}

DWORD exit_code(const SpawnedProcess& started) {
  ::WaitForSingleObject(started.process.get(), INFINITE);
  DWORD code = 0;
  ::GetExitCodeProcess(started.process.get(), &code);
  return code;
}

std::string output_of(SpawnRequest request) {
  ChildPipe output = windows_os::make_output_pipe();
  const OwnedHandle input = null_device();
  request.standard_streams = {input.get(), output.child.get(), output.child.get()};
  const SpawnedProcess started = windows_os::spawn(request);
  output.child.reset();
  std::string text = read_all(output.parent.get());
  EXPECT_EQ(0U, exit_code(started));
  return text;
}

int failure(const SpawnRequest& request, std::string* text = nullptr) {
  try {
    const SpawnedProcess started = windows_os::spawn(request);
    ::TerminateProcess(started.process.get(), 1);
  } catch (const OSError& error) {
    if (text != nullptr) *text = error.what();
    return error.winerror().value_or(-1);
  }
  return 0;
}

TEST(Spawn, GivesAProcessAndItsNumber) {
  const SpawnedProcess started = windows_os::spawn({child({"exit", "7"}), {}, {}, 0, {}});
  EXPECT_EQ(started.pid, ::GetProcessId(started.process.get()));
  EXPECT_EQ(7U, exit_code(started));
}

// Handles of this process that are threads of that one.
std::size_t threads_held(ProcessId process) {
  std::size_t count = 0;
  for (std::intptr_t number = 4; number < 0x4000; number += 4) {
    HANDLE const handle = reinterpret_cast<HANDLE>(number);
    if (static_cast<ProcessId>(::GetProcessIdOfThread(handle)) == process) ++count;
  }
  return count;
}

TEST(Spawn, LeavesTheProcessOpenAndNothingElse) {
  const auto start = [] { return windows_os::spawn({child({"exit", "0"}), {}, {}, 0, {}}); };
  exit_code(start());  // the system itself opens something once
  const std::size_t before = open_handles();
  {
    const SpawnedProcess started = start();
    EXPECT_EQ(before + 1, open_handles());
    EXPECT_EQ(0U, threads_held(started.pid));
    exit_code(started);
  }
  EXPECT_EQ(before, open_handles());
}

TEST(Spawn, ChildWithoutStreamsHasNone) {
  // Its own output cannot say so: writing fails.
  EXPECT_EQ(1U, exit_code(windows_os::spawn({child({"print", "x"}), {}, {}, 0, {}})));
}

TEST(Spawn, StreamsMayBeEqualAndNeedNotBeInheritable) {
  EXPECT_EQ("null\npipe\npipe\n", output_of({child({"kinds"}), {}, {}, 0, {}}));
  EXPECT_EQ("outerr", output_of({child({"print-both", "out", "err"}), {}, {}, 0, {}}));
}

TEST(Spawn, NothingElseIsInherited) {
  SECURITY_ATTRIBUTES inheritable{sizeof inheritable, nullptr, TRUE};
  const OwnedHandle open_to_all(
      ::CreateFileW(L"NUL", GENERIC_READ, 0, &inheritable, OPEN_EXISTING, 0, nullptr));
  ASSERT_TRUE(open_to_all);
  const ChildPipe pipe = windows_os::make_input_pipe();
  EXPECT_EQ("", output_of({child({"descriptors"}), {}, {}, 0, {}}));
}

TEST(Spawn, ChildrenStartedAtOnceDoNotInheritFromEachOther) {
  // Where one held another's output, that would not end before it.
  constexpr int count = 4;
  std::array<std::string, count> outputs;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < count; ++i) {
      threads.emplace_back([&outputs, i] {
        for (int round = 0; round < 5; ++round) {
          outputs[static_cast<std::size_t>(i)] += output_of({child({"descriptors"}), {}, {}, 0, {}});
        }
      });
    }
  }
  for (const std::string& output : outputs) EXPECT_EQ("", output);
}

TEST(Spawn, FolderAndVariablesAreTheChilds) {
  const ScratchFolder folder;
  EXPECT_EQ(folder.path(), output_of({child({"directory"}), folder.path(), {}, 0, {}}));
  const std::map<std::string, std::string> variables{{"Name", "a \xc3\xa9"}, {"A", ""}};
  EXPECT_EQ("a \xc3\xa9", output_of({child({"environment", "NAME"}), {}, variables, 0, {}}));
  EXPECT_EQ("", output_of({child({"environment", "A"}), {}, variables, 0, {}}));
  EXPECT_EQ(3U, exit_code(windows_os::spawn({child({"environment", "PATH"}), {}, variables, 0, {}})));
}

struct Failure {
  int winerror;
  SpawnRequest request;
  std::string named;
};

TEST(Spawn, FlagsAreGivenOn) {
  const SpawnedProcess started = windows_os::spawn({child({"exit", "0"}), {}, {}, CREATE_SUSPENDED, {}});
  EXPECT_EQ(1U, resume(started.pid));
  EXPECT_EQ(0U, exit_code(started));
}

TEST(Spawn, FailuresAreOfCreateProcessAndLeaveNothingOpen) {
  const ScratchFolder folder;
  const std::string missing = folder.path() + "\\missing";
  const std::string text_file = folder.path() + "\\text.exe";
  std::ofstream(text_file) << "no program";
  const OwnedHandle null = null_device();
  HANDLE const closed = reinterpret_cast<HANDLE>(0x7ffc);
  const std::vector<Failure> table{
      {ERROR_FILE_NOT_FOUND, {"no-such-program-anywhere x", {}, {}, 0, {}}, "no-such-program-anywhere"},
      {ERROR_FILE_NOT_FOUND,
       {windows_os::quote_command_line(std::vector{missing}), {}, {}, 0, {}},
       "missing"},
      {ERROR_INVALID_PARAMETER, {"\"\"", {}, {}, 0, {}}, ""},
      {ERROR_BAD_EXE_FORMAT,
       {windows_os::quote_command_line(std::vector{text_file}), {}, {}, 0, {}},
       "text.exe"},
      {ERROR_DIRECTORY, {child({"exit", "0"}), missing, {}, 0, {}}, "missing"},
      {ERROR_DIRECTORY, {child({"exit", "0"}), text_file, {}, 0, {}}, "text.exe"},
      {ERROR_INVALID_HANDLE, {child({"exit", "0"}), {}, {}, 0, {null.get(), closed, nullptr}}, ""},
  };
  const auto try_all = [&table] {
    for (const Failure& row : table) {
      std::string text;
      EXPECT_EQ(row.winerror, failure(row.request, &text)) << row.request.command_line;
      EXPECT_NE(std::string::npos, text.find(row.named)) << text;
    }
    EXPECT_THROW(windows_os::spawn({std::string("a\0b", 3), {}, {}, 0, {}}), ValueError);
    EXPECT_THROW(windows_os::spawn({"\xff", {}, {}, 0, {}}), ValueError);
  };
  try_all();  // the system itself opens something once
  const std::size_t before = open_handles();
  try_all();
  EXPECT_EQ(before, open_handles());
}

TEST(ChildPipes, CarryBytesAndEnd) {
  ChildPipe pipe = windows_os::make_output_pipe();
  DWORD size = 0;
  ASSERT_NE(0, ::WriteFile(pipe.child.get(), "a\n\0", 3, &size, nullptr));
  pipe.child.reset();
  EXPECT_EQ(std::string("a\n\0", 3), read_all(pipe.parent.get()));
}

TEST(ChildPipes, WriterOfAnInputPipeSeesTheReadersEnd) {
  ChildPipe pipe = windows_os::make_input_pipe();
  pipe.child.reset();
  EXPECT_EQ("", read_all(pipe.parent.get()));
}

}  // namespace
}  // namespace asyncio::testing
