#include "play.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <vector>

#include "streams.hpp"

namespace scripted_subject {
namespace {

constexpr int wrong_usage = 2;

int number(const std::string& text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void say(std::string_view text) {
  if (!write_all(standard_output, text)) {
    exit_now(0);  // nobody reads any more
  }
}

void say_for_ever(std::string_view text) {
  while (true) {
    say(text);
  }
}

void play_file(const std::string& name) {
  std::ifstream file(name);
  std::vector<std::string> words;
  for (std::string word; std::getline(file, word);) words.push_back(word);
  if (const int status = play(words); status != 0) exit_now(status);
}

struct Word {
  std::string_view name;
  std::string_view parameter;  // empty: none
  std::string_view about;
  void (*perform)(const std::string& parameter);
};

constexpr auto table = std::to_array<Word>({
    {"read", "", "reads a line", [](const std::string&) { (void)read_line(); }},
    {"print", "TEXT", "writes it to stdout", [](const std::string& text) { say(text); }},
    {"line", "TEXT", "writes it to stdout, and a line end",
     [](const std::string& text) { say(text + "\n"); }},
    {"complain", "TEXT", "writes it to stderr",
     [](const std::string& text) { write_all(standard_error, text); }},
    {"complain-much", "LINES", "writes so many lines of 'error' to stderr",
     [](const std::string& count) {
       std::string lines;
       for (int line = number(count); line > 0; --line) {
         lines += "error\n";
       }
       write_all(standard_error, lines);
     }},
    {"answer", "TEXT", "writes TEXT and each line that it reads, until the input ends",
     [](const std::string& text) {
       while (const auto line = read_line()) {
         say(text + *line + "\n");
       }
     }},
    {"wait", "", "reads until the input ends",
     [](const std::string&) {
       while (read_line()) {
       }
     }},
    {"repeat", "TEXT", "writes it for ever, a line each",
     [](const std::string& text) { say_for_ever(text + "\n"); }},
    {"flood", "", "writes for ever, without a line end",
     [](const std::string&) { say_for_ever(std::string(65536, 'x')); }},
    {"close-output", "", "closes stdout", [](const std::string&) { close_output(); }},
    {"grandchild", "", "leaves a process that holds stdout, and writes its number, a line",
     [](const std::string&) { say(std::to_string(leave_grandchild().value_or(0)) + "\n"); }},
    {"stubborn", "", "ignores requests to end", [](const std::string&) { ignore_requests_to_end(); }},
    {"hang", "", "does nothing for ever", [](const std::string&) { hang(); }},
    {"crash", "", "dies by a segmentation fault", [](const std::string&) { crash(); }},
    {"exit", "N", "exits with status N", [](const std::string& status) { exit_now(number(status)); }},
    {"play", "FILE", "performs the words of a file, one a line", play_file},
});

}  // namespace

int play(std::span<const std::string> words) {
  while (!words.empty()) {
    const auto found = std::find_if(table.begin(), table.end(),
                                    [&](const Word& word) { return word.name == words.front(); });
    const std::size_t used = found == table.end() || found->parameter.empty() ? 1 : 2;
    if (found == table.end() || words.size() < used) {
      write_all(standard_error, "scripted-subject: cannot play '" + words.front() + "'; see --help\n");
      return wrong_usage;
    }
    found->perform(used == 2 ? words[1] : std::string());
    words = words.subspan(used);
  }
  return 0;
}

std::string words_help() {
  std::string text;
  for (const Word& word : table) {
    std::string left = "  " + std::string(word.name) + " " + std::string(word.parameter);
    left.resize(std::max<std::size_t>(left.size(), 26), ' ');
    text += left + std::string(word.about) + "\n";
  }
  return text;
}

}  // namespace scripted_subject
