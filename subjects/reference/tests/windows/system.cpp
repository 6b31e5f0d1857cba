// What the tests ask Windows about.
#include <winsock2.h>

#include <windows.h>

#include <tlhelp32.h>
#include <winternl.h>

#include <algorithm>
#include <cstring>

#include "reference_subject.hpp"

namespace loopcheck::testing {
namespace {

// NtQuerySystemInformation()'s list of all handles of all processes, which winternl.h leaves out. A process's
// own count is no use: it is always 0 under Wine 8.0.
constexpr auto extended_handle_information = static_cast<SYSTEM_INFORMATION_CLASS>(64);
constexpr auto length_mismatch = static_cast<NTSTATUS>(0xC0000004);
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

std::size_t handles_of(DWORD pid) {
  std::vector<char> list(std::size_t{1} << 16);
  while (::NtQuerySystemInformation(extended_handle_information, list.data(), static_cast<ULONG>(list.size()),
                                    nullptr) == length_mismatch) {
    list.resize(2 * list.size());
  }
  HandleListHead head{};
  std::memcpy(&head, list.data(), sizeof head);
  std::size_t count = 0;
  for (std::size_t i = 0; i < head.count; ++i) {
    HandleEntry entry{};
    std::memcpy(&entry, list.data() + sizeof head + i * sizeof entry, sizeof entry);
    count += entry.process == pid ? 1 : 0;
  }
  return count;
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

}  // namespace loopcheck::testing
