// loopcheck-job PROGRAM [ARGUMENT...]: runs a program that ends with everything it started, whatever happens
// to us.
//
// It serves a harness that is no Windows program and drives one through Wine: when the harness kills this
// process, Windows closes the job, and with it go also those that left the Unix process group. Under Wine the
// standard streams stay open for as long as this process lives, so a program that closes its output is found
// by a deadline only.
#include <exception>
#include <string>

#include <fmt/format.h>

#include "native/command_line.hpp"
#include "native/exit_description.hpp"
#include "native/start.hpp"

namespace loopcheck::subject::native {
namespace {

constexpr int exit_usage = 64;         // EX_USAGE of <sysexits.h>
constexpr int exit_not_started = 127;  // as a shell says it

void complain(const std::string& text) {
  const std::string line = "loopcheck-job: " + text + "\n";
  DWORD written = 0;
  ::WriteFile(::GetStdHandle(STD_ERROR_HANDLE), line.data(), static_cast<DWORD>(line.size()), &written,
              nullptr);
}

// An inheritable standard stream, or null where there is none.
HANDLE inheritable(DWORD stream) {
  const HANDLE handle = ::GetStdHandle(stream);
  if (handle == nullptr || handle == INVALID_HANDLE_VALUE) return nullptr;
  return ::SetHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT) != 0 ? handle : nullptr;
}

// Eight bits are all that Unix passes on: a crash becomes what a shell says of the signal for it.
int exit_status_of(DWORD code) {
  constexpr DWORD largest = 255;
  if (code <= largest) return static_cast<int>(code);
  complain("the program ended with " + describe_exit(code));
  switch (code) {
    case 0xC000013A:
      return 130;  // SIGINT: Ctrl-C
    case 0xC000001D:
      return 132;     // SIGILL: illegal instruction
    case 0x40000015:  // SIGABRT: the program gave up
    case 0x80000003:
    case 0xC0000409:
      return 134;
    case 0xC0000094:
      return 136;     // SIGFPE: division by zero
    case 0xC0000005:  // SIGSEGV: access violation, stack overflow
    case 0xC00000FD:
      return 139;
    default:
      return static_cast<int>(largest);
  }
}

int run() {
  const std::wstring command(without_first_word(::GetCommandLineW()));
  if (command.empty()) {
    complain("name a program: loopcheck-job PROGRAM [ARGUMENT...]");
    return exit_usage;
  }
  const Job job;
  const Streams streams{inheritable(STD_INPUT_HANDLE), inheritable(STD_OUTPUT_HANDLE),
                        inheritable(STD_ERROR_HANDLE)};
  Handle process;
  try {
    process = start_in_job(job, nullptr, command, streams, {});
  } catch (const std::system_error& failure) {
    complain("the program cannot be started: " + failure.code().message());
    return exit_not_started;
  }
  ::WaitForSingleObject(process.get(), INFINITE);
  DWORD code = 0;
  ::GetExitCodeProcess(process.get(), &code);
  return exit_status_of(code);
}

}  // namespace
}  // namespace loopcheck::subject::native

int main() {
  try {
    return loopcheck::subject::native::run();
  } catch (const std::exception& error) {
    loopcheck::subject::native::complain(error.what());
    return loopcheck::subject::native::exit_not_started;
  }
}
