// The variables of a new process, as CreateProcessW() takes them.
// https://learn.microsoft.com/windows/win32/procthread/changing-environment-variables
#pragma once

#include <map>
#include <string>

namespace asyncio::windows_os {

// "NAME=value" and a zero for each, a zero at the end; sorted by name without regard to case. Throws
// ValueError for a name that is empty or holds a '=' behind its first character (drives have names such as
// "=C:"), and for a zero in a text.
[[nodiscard]] std::wstring environment_block(const std::map<std::string, std::string>& variables);

}  // namespace asyncio::windows_os
