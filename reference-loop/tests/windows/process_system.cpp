#include "process_system.hpp"

#include <cstdint>

#include "windows/owned_handle.hpp"

namespace asyncio::testing {

const long long killed_code = 1;
const long long terminated_code = 1;

// Of pipes, sockets, files, devices and processes: the system's thread pool opens and closes events and
// threads when it likes. By trying all numbers: GetProcessHandleCount() says 0 under Wine 8.0.
std::size_t open_handles() {
  constexpr std::uintptr_t step = 4;
  constexpr std::uintptr_t highest = 0x4000;
  std::size_t count = 0;
  for (std::uintptr_t number = step; number < highest; number += step) {
    HANDLE const handle = reinterpret_cast<HANDLE>(number);
    DWORD flags = 0;
    if (::GetHandleInformation(handle, &flags) == 0) continue;
    if (::GetFileType(handle) != FILE_TYPE_UNKNOWN || ::GetProcessId(handle) != 0) ++count;
  }
  return count;
}

bool process_exists(ProcessId pid) {
  const windows_os::OwnedHandle process(::OpenProcess(SYNCHRONIZE, FALSE, pid));
  return process && ::WaitForSingleObject(process.get(), 0) == WAIT_TIMEOUT;
}

std::vector<LoopKind> subprocess_loops() {
  return {{"proactor", std::nullopt}};
}

}  // namespace asyncio::testing
