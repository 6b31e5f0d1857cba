// Starting a program: CreateProcessW().
// https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-createprocessw
#pragma once

#include <windows.h>

#include <array>
#include <map>
#include <optional>
#include <string>

#include "asyncio/native.hpp"
#include "windows/owned_handle.hpp"

namespace asyncio::windows_os {

struct SpawnRequest {
  // UTF-8. The program is its first word: without a folder it is searched for as CreateProcessW() does.
  std::string command_line;
  std::optional<std::string> working_directory;
  std::optional<std::map<std::string, std::string>> environment;  // nullopt: inherited
  DWORD creation_flags = 0;
  // What the child's standard streams are: handles that stay the caller's, equal ones too, inheritable or
  // not. Null: it has none.
  std::array<HANDLE, 3> standard_streams{};
  // A window that the program would open as its first stays hidden.
  bool hide_window = false;
};

struct SpawnedProcess {
  OwnedHandle process;
  ProcessId pid = 0;
};

// The child inherits copies of the three streams and no other handle, whatever else this process starts
// meanwhile. Thread-safe. Throws OSError with a winerror that names the command line or, if that is what
// failed, the working directory; ValueError for a text that is no UTF-8 or holds a zero.
[[nodiscard]] SpawnedProcess spawn(const SpawnRequest& request);

}  // namespace asyncio::windows_os
