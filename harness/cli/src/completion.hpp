// What a shell may offer while a command line of loopcheck is typed. It is read off the command line itself
// (CLI::App), so that it can never be out of date.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <CLI/CLI.hpp>

namespace loopcheck::cli {

struct Candidate {
  std::string text;   // the whole word
  std::string about;  // one line; may be empty

  friend bool operator==(const Candidate&, const Candidate&) = default;
};

struct Completions {
  enum class Kind { words, files, folders };
  Kind kind = Kind::words;  // files and folders are the shell's own business
  std::vector<Candidate> words;
};

// What an option or an argument of a command can be, beyond what the command line knows: ids of rules and the
// like. `name` is its name without dashes.
using KnownValues =
    std::function<std::vector<Candidate>(const std::string& command, const std::string& name)>;

// `words`: what was typed, without the program's name; the last one is the one under the cursor, perhaps
// empty.
Completions complete(const CLI::App& app, const std::vector<std::string>& words, const KnownValues& known);

// One line with the kind, then a line for each word: TEXT, a tab, ABOUT. What the shells' functions read.
std::string to_lines(const Completions& completions);

// The function of a shell that asks `loopcheck __complete`: "bash", "zsh" or "fish".
std::string_view completion_script(std::string_view shell);

}  // namespace loopcheck::cli
