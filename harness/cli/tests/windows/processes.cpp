#include "processes.hpp"

#include <windows.h>

#include <tlhelp32.h>

#include <memory>

namespace loopcheck::cli {
namespace {

struct CloseHandleLater {
  using pointer = HANDLE;
  void operator()(HANDLE handle) const { ::CloseHandle(handle); }
};
using Handle = std::unique_ptr<void, CloseHandleLater>;

bool goes_away(DWORD process) {
  const Handle handle(::OpenProcess(SYNCHRONIZE, FALSE, process));
  constexpr DWORD patience_ms = 10'000;
  return !handle || ::WaitForSingleObject(handle.get(), patience_ms) == WAIT_OBJECT_0;
}

}  // namespace

// The environment of another process cannot be read here. Only tests start the scripted subject, so it is
// looked for by its name; the tests of one executable run one after the other.
std::vector<std::string> lasting_processes(const std::string&) {
  std::vector<std::string> lasting;
  const Handle all(::CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0));
  PROCESSENTRY32W entry{};
  entry.dwSize = sizeof entry;
  for (BOOL more = ::Process32FirstW(all.get(), &entry); more != 0;
       more = ::Process32NextW(all.get(), &entry)) {
    const std::wstring name(static_cast<const wchar_t*>(entry.szExeFile));
    if (name == L"scripted-subject.exe" && !goes_away(entry.th32ProcessID))
      lasting.push_back("scripted-subject.exe " + std::to_string(entry.th32ProcessID));
  }
  return lasting;
}

}  // namespace loopcheck::cli
