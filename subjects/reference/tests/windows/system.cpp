// What the tests ask Windows about.
#include <winsock2.h>

#include <windows.h>

#include <tlhelp32.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <set>

#include "reference_subject.hpp"

namespace loopcheck::testing {
namespace {

// NtQuerySystemInformation()'s list of all handles of all processes. A process's
// own count is no use: it is always 0 under Wine 8.0.
using QuerySystem = LONG(WINAPI*)(int information_class, void* information, ULONG size, ULONG* needed);
constexpr int extended_handle_information = 64;  // SystemExtendedHandleInformation
constexpr auto length_mismatch = static_cast<LONG>(0xC0000004);
struct HandleEntry {
  void* object;
  ULONG_PTR process;
  ULONG_PTR value;
  ULONG access;
  USHORT trace, type;
  ULONG attributes, reserved;
};
struct HandleListHead {
  ULONG_PTR count;
  ULONG_PTR reserved;
};

std::vector<HandleEntry> all_handles() {
  const auto query_system = reinterpret_cast<QuerySystem>(reinterpret_cast<void*>(
      ::GetProcAddress(::GetModuleHandleW(L"ntdll.dll"), "NtQuerySystemInformation")));
  std::vector<char> list(std::size_t{1} << 16);
  while (query_system(extended_handle_information, list.data(), static_cast<ULONG>(list.size()), nullptr) ==
         length_mismatch) {
    list.resize(2 * list.size());
  }
  HandleListHead head{};
  std::memcpy(&head, list.data(), sizeof head);
  std::vector<HandleEntry> entries(head.count);
  std::memcpy(entries.data(), list.data() + sizeof head, entries.size() * sizeof(HandleEntry));
  return entries;
}

// Files (which pipes and sockets are, too), processes and completion ports: what a leak of a scenario would
// be made of. Events and threads come and go with the system's pool of threads.
std::size_t handles_of(DWORD pid) {
  const HANDLE self = ::GetCurrentProcess();
  const std::array<HANDLE, 3> examples{
      ::CreateFileW(L"NUL", GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr),
      ::OpenProcess(SYNCHRONIZE, FALSE, ::GetCurrentProcessId()),
      ::CreateIoCompletionPort(INVALID_HANDLE_VALUE, nullptr, 0, 1)};
  const std::vector<HandleEntry> handles = all_handles();
  std::set<USHORT> types;
  for (const HandleEntry& entry : handles) {
    const auto value = reinterpret_cast<HANDLE>(entry.value);
    if (entry.process == ::GetProcessId(self) &&
        std::find(examples.begin(), examples.end(), value) != examples.end()) {
      types.insert(entry.type);
    }
  }
  for (const HANDLE example : examples) {
    ::CloseHandle(example);
  }
  EXPECT_EQ(types.size(), examples.size()) << "each kind has a number of its own";
  return static_cast<std::size_t>(std::count_if(
      handles.begin(), handles.end(),
      [&](const HandleEntry& entry) { return entry.process == pid && types.contains(entry.type); }));
}

// Counts the entries of a snapshot that belong to the process.
template <class Entry>
std::size_t count_in(DWORD what, BOOL(WINAPI* first)(HANDLE, Entry*), BOOL(WINAPI* next)(HANDLE, Entry*),
                     DWORD Entry::*owner, DWORD pid) {
  const HANDLE snapshot = ::CreateToolhelp32Snapshot(what, 0);
  Entry entry{};
  entry.dwSize = sizeof entry;
  std::size_t count = 0;
  for (BOOL more = first(snapshot, &entry); more != FALSE; more = next(snapshot, &entry)) {
    count += entry.*owner == pid ? 1 : 0;
  }
  ::CloseHandle(snapshot);
  return count;
}

}  // namespace

std::vector<std::string> environments() {
  return {"windows-selector-select", "windows-proactor"};
}

Holdings holdings_of(int pid) {
  const auto id = static_cast<DWORD>(pid);
  return {
      handles_of(id),
      count_in(TH32CS_SNAPPROCESS, &::Process32FirstW, &::Process32NextW,
               &PROCESSENTRY32W::th32ParentProcessID, id),
      count_in(TH32CS_SNAPTHREAD, &::Thread32First, &::Thread32Next, &THREADENTRY32::th32OwnerProcessID, id)};
}

// A child's end is waited for by a thread of the system's pool, which stays.
json warm_up() {
  json all = steps(step("control", "control"), step("executor", "run_in_executor", {{"callback", "work"}}));
  for (const char* child : {"child", "other"}) {
    all.push_back(step(child, "subprocess_exec", {{"args", {"wait"}}, {"protocol", child}}));
  }
  return all;
}

}  // namespace loopcheck::testing
