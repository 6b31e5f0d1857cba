#include "windows/quoting.hpp"

namespace asyncio::windows_os {
namespace {

// Quotes stand around an argument that would fall apart or vanish. A backslash means itself, except in a row
// that a quote follows: there each counts double, and one more is put before a quote that belongs to the
// argument.
void append_argument(std::string& line, const std::string& argument) {
  const bool quoted = argument.empty() || argument.find_first_of(" \t") != std::string::npos;
  if (quoted) line += '"';
  std::size_t backslashes = 0;
  for (const char c : argument) {
    if (c == '"') line.append(backslashes + 1, '\\');
    backslashes = c == '\\' ? backslashes + 1 : 0;
    line += c;
  }
  if (quoted) line.append(backslashes, '\\') += '"';
}

}  // namespace

std::string quote_command_line(std::span<const std::string> arguments) {
  std::string line;
  for (const std::string& argument : arguments) {
    if (!line.empty()) line += ' ';
    append_argument(line, argument);
  }
  return line;
}

}  // namespace asyncio::windows_os
