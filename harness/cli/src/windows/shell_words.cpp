#include "shell_words.hpp"

#include <windows.h>

#include <shellapi.h>

#include <algorithm>
#include <memory>

#include "text.hpp"

namespace loopcheck::cli {

std::optional<std::vector<std::string>> shell_words(std::string_view text) {
  // Windows itself takes a quote that is not closed for one that ends with the text.
  if (std::count(text.begin(), text.end(), '"') % 2 != 0) return std::nullopt;
  std::vector<std::string> words;
  const auto start = text.find_first_not_of(" \t\n");
  if (start == std::string_view::npos) return words;
  int count = 0;
  const std::unique_ptr<LPWSTR, decltype(&::LocalFree)> found(
      ::CommandLineToArgvW(wide(text.substr(start)).c_str(), &count), &::LocalFree);
  for (int i = 0; i < count; ++i) words.push_back(narrow(found.get()[i]));
  return words;
}

}  // namespace loopcheck::cli
