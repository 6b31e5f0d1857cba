#include <string>
#include <string_view>
#include <vector>

#include "commands.hpp"
#include "platform.hpp"
#include "windows/handles.hpp"

// The C library has taken the command line apart; CommandLineToArgvW() would, by the same rules, but loading
// its library doubles the time that a start takes.
int wmain(int count, wchar_t** values) {
  loopcheck::child::prepare_standard_streams();
  std::vector<std::string> words;
  for (int i = 1; i < count; ++i) {
    words.push_back(loopcheck::child::to_utf8(values[i]));
  }
  const std::vector<std::string_view> arguments(words.begin(), words.end());
  return loopcheck::child::perform(arguments);
}
