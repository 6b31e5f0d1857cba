// One command line out of many arguments: a process on Windows is given a single string, and takes it apart
// itself, as a rule as CommandLineToArgvW() and the C library do.
// https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments. Python:
// subprocess.list2cmdline().
#pragma once

#include <span>
#include <string>

namespace asyncio::windows_os {

// Pure, and in UTF-8: all the characters that matter are ASCII.
[[nodiscard]] std::string quote_command_line(std::span<const std::string> arguments);

}  // namespace asyncio::windows_os
