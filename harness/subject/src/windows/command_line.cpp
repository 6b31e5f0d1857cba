#include "native/command_line.hpp"

#include "native/text.hpp"

namespace loopcheck::subject::native {
namespace {

// A backslash is itself, except in a row that ends at a double quote: there each one, and the quote, needs
// another backslash before it.
void append_quoted(std::wstring& line, std::wstring_view word) {
  if (!word.empty() && word.find_first_of(L" \t\n\v\"") == std::wstring_view::npos) {
    line += word;
    return;
  }
  line += L'"';
  std::size_t backslashes = 0;
  for (const wchar_t c : word) {
    if (c == L'\\') {
      ++backslashes;
      continue;
    }
    line.append(c == L'"' ? 2 * backslashes + 1 : backslashes, L'\\');
    backslashes = 0;
    line += c;
  }
  line.append(2 * backslashes, L'\\');
  line += L'"';
}

}  // namespace

std::wstring command_line(std::wstring_view program, const std::vector<std::string>& arguments) {
  // The first word knows no escapes; a file's name has no quotes.
  std::wstring line = L"\"" + std::wstring(program) + L"\"";
  for (const auto& argument : arguments) {
    line += L' ';
    append_quoted(line, wide(argument));
  }
  return line;
}

std::wstring_view without_first_word(std::wstring_view line) {
  bool quoted = false;
  std::size_t end = 0;
  while (end < line.size() && (quoted || (line[end] != L' ' && line[end] != L'\t'))) {
    if (line[end] == L'"') quoted = !quoted;
    ++end;
  }
  const auto next = line.find_first_not_of(L" \t", end);
  return next == std::wstring_view::npos ? std::wstring_view() : line.substr(next);
}

}  // namespace loopcheck::subject::native
