#include "played.hpp"

#include <windows.h>

namespace loopcheck::subject {

const char* const crash_description = "exit status 0xC0000005 (access violation)";

bool goes_away(unsigned long process) {
  const HANDLE handle = ::OpenProcess(SYNCHRONIZE, FALSE, process);
  if (handle == nullptr) return true;
  constexpr DWORD patience_ms = 30'000;
  const bool gone = ::WaitForSingleObject(handle, patience_ms) == WAIT_OBJECT_0;
  ::CloseHandle(handle);
  return gone;
}

}  // namespace loopcheck::subject
