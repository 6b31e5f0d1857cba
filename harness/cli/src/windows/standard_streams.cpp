#include "standard_streams.hpp"

#include <fcntl.h>
#include <io.h>
#include <stdio.h>

#include <windows.h>

#include <shellapi.h>

#include <memory>

#include "text.hpp"

namespace loopcheck::cli {
namespace {

UINT code_page_before = 0;  // of the console, whoever else uses it

bool is_console(DWORD stream) {
  DWORD mode = 0;
  return ::GetConsoleMode(::GetStdHandle(stream), &mode) != 0;
}

// Consoles know colours since Windows 10, but have to be asked.
void ask_for_colours(DWORD stream) {
  const HANDLE console = ::GetStdHandle(stream);
  DWORD mode = 0;
  if (::GetConsoleMode(console, &mode) != 0)
    ::SetConsoleMode(console, mode | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
}

}  // namespace

StandardStreams::StandardStreams() {
  for (std::FILE* stream : {stdout, stderr}) ::_setmode(::_fileno(stream), _O_BINARY);
  code_page_before = ::GetConsoleOutputCP();
  if (code_page_before != 0) ::SetConsoleOutputCP(CP_UTF8);
  ask_for_colours(STD_OUTPUT_HANDLE);
  ask_for_colours(STD_ERROR_HANDLE);
}

StandardStreams::~StandardStreams() {
  if (code_page_before != 0) ::SetConsoleOutputCP(code_page_before);
}

bool output_is_terminal() {
  return is_console(STD_OUTPUT_HANDLE);
}
bool error_is_terminal() {
  return is_console(STD_ERROR_HANDLE);
}

// main() itself gets them in the code page of the system.
std::vector<std::string> utf8_arguments(int, char**) {
  int count = 0;
  const std::unique_ptr<LPWSTR, decltype(&::LocalFree)> words(
      ::CommandLineToArgvW(::GetCommandLineW(), &count), &::LocalFree);
  std::vector<std::string> arguments;
  for (int i = 0; i < count; ++i) arguments.push_back(narrow(words.get()[i]));
  return arguments;
}

}  // namespace loopcheck::cli
