// What the tests of command lines share.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace asyncio::testing {

// Takes a command line apart by the documented rules, written down independently of the quoting: spaces and
// tabs separate words outside of quotes; 2n backslashes before a quote are n and the quote is a mark; 2n+1
// are n and the quote is a letter; other backslashes are themselves.
inline std::vector<std::string> split_command_line(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  bool in_quotes = false;
  for (std::size_t i = 0; i < line.size();) {
    if (!in_quotes && (line[i] == ' ' || line[i] == '\t')) {
      if (in_word) words.push_back(word);
      word.clear();
      in_word = false;
      ++i;
      continue;
    }
    in_word = true;
    std::size_t backslashes = 0;
    while (i < line.size() && line[i] == '\\') {
      ++backslashes;
      ++i;
    }
    if (i < line.size() && line[i] == '"') {
      word.append(backslashes / 2, '\\');
      if (backslashes % 2 == 1) {
        word += '"';
      } else {
        in_quotes = !in_quotes;
      }
      ++i;
      continue;
    }
    word.append(backslashes, '\\');
    if (i < line.size() && (in_quotes || (line[i] != ' ' && line[i] != '\t'))) word += line[i++];
  }
  if (in_word) words.push_back(word);
  return words;
}

// Some words, mostly of letters that matter in command lines. The same for the same seed.
inline std::vector<std::string> awkward_words(unsigned seed) {
  static const std::vector<std::string> letters{"\\", "\\", "\"", "\"", " ", "\t",       "a",
                                                "b",  "%",  "^",  "'",  "*", "\xc3\xa9", "\xf0\x9f\x90\x8d"};
  std::mt19937 random(seed);
  std::vector<std::string> words(1 + random() % 4);
  for (std::string& word : words) {
    for (std::size_t left = random() % 8; left > 0; --left) word += letters[random() % letters.size()];
  }
  return words;
}

}  // namespace asyncio::testing
