#include "process.hpp"

#include "windows/system.hpp"

#include <tlhelp32.h>

#include <fcntl.h>
#include <io.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <map>
#include <system_error>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "windows/console.hpp"
#include "windows/errors.hpp"
#include "windows/handles.hpp"

namespace reference_subject {
namespace {

// The signals of the C library, and the two events of a console that Python counts among them.
using NamedSignal = std::pair<std::string_view, int>;
constexpr auto signals = std::to_array<NamedSignal>({
    {"SIGABRT", SIGABRT},
    {"SIGBREAK", SIGBREAK},
    {"SIGFPE", SIGFPE},
    {"SIGILL", SIGILL},
    {"SIGINT", SIGINT},
    {"SIGSEGV", SIGSEGV},
    {"SIGTERM", SIGTERM},
    {"CTRL_C_EVENT", CTRL_C_EVENT},
    {"CTRL_BREAK_EVENT", CTRL_BREAK_EVENT},
});

DWORD parent_of(DWORD process) {
  const OwnedHandle snapshot(::CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0));
  PROCESSENTRY32W entry{};
  entry.dwSize = sizeof entry;
  for (BOOL more = ::Process32FirstW(snapshot.get(), &entry); more != FALSE;
       more = ::Process32NextW(snapshot.get(), &entry)) {
    if (entry.th32ProcessID == process) {
      return entry.th32ParentProcessID;
    }
  }
  return 0;
}

}  // namespace

std::optional<int> signal_number(std::string_view name) {
  for (const auto& [known, number] : signals) {
    if (known == name) {
      return number;
    }
  }
  return std::nullopt;
}

void send_signal_to_main_thread(int signal) {
  if (std::raise(signal) != 0) {
    throw asyncio::OSError(EINVAL, "raise");
  }
}

struct SignalActions::Saved {
  std::map<int, void (*)(int)> actions;
};

SignalActions::SignalActions() : saved_(std::make_unique<Saved>()) {}

SignalActions::~SignalActions() {
  for (const auto& [signal, action] : saved_->actions) {
    std::signal(signal, action);
  }
}

void SignalActions::remember(int signal) {
  if (saved_->actions.contains(signal)) {
    return;
  }
  // The C library tells the action only in exchange for another one.
  const auto action = std::signal(signal, SIG_DFL);
  if (action != SIG_ERR) {
    std::signal(signal, action);
    saved_->actions.emplace(signal, action);
  }
}

void end_child(long long pid) {
  const auto id = static_cast<DWORD>(pid);
  const OwnedHandle process(::OpenProcess(PROCESS_TERMINATE | SYNCHRONIZE, FALSE, id));
  // The number may belong to another process by now; while this handle is open, it cannot change any more.
  if (process && ::WaitForSingleObject(process.get(), 0) == WAIT_TIMEOUT &&
      parent_of(id) == ::GetCurrentProcessId()) {
    ::TerminateProcess(process.get(), 1);
    ::WaitForSingleObject(process.get(), INFINITE);
  }
}

void undo_fixtures() {
  give_console_back();
}

void prepare_process() {
  WSADATA information{};
  if (const int error = ::WSAStartup(MAKEWORD(2, 2), &information); error != 0) {
    throw std::system_error(error, std::system_category(), "WSAStartup");
  }
  ::SetErrorMode(SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX | SEM_NOOPENFILEERRORBOX);
  ::_setmode(::_fileno(stdout), _O_BINARY);
  ::_setmode(::_fileno(stderr), _O_BINARY);
}

std::string quoted_for_shell(const std::string& word) {
  // A path has no quotation marks, and a name ends no path with a backslash.
  return word.find_first_of(" \t") == std::string::npos ? word : '"' + word + '"';
}

}  // namespace reference_subject
