// Every example that --help and the documentation give is a command line that loopcheck takes. They are
// quoted as a POSIX shell does it.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "application.hpp"
#include "loopcheck_program.hpp"
#include "shell_words.hpp"
#include "system.hpp"

namespace loopcheck::cli {
namespace {

using Words = std::vector<std::string>;

// The command line at the beginning of a line of examples: without what explains it, two blanks away, and
// without what the shell does with the output. Nothing if the line is no example.
std::string example_in(std::string line) {
  const auto begin = line.find_first_not_of(' ');
  if (begin == std::string::npos) return "";
  line = line.substr(begin);
  for (const char* start : {"source <(", "build/release/bin/"}) {
    if (line.starts_with(start)) line = line.substr(std::string(start).size());
  }
  if (!line.starts_with("loopcheck ")) return "";
  for (const char* end : {"  ", " >", " #", " | ", ")"}) {
    const auto quote = line.find_first_of("'\"");
    const auto at = line.find(end);
    if (at != std::string::npos &&
        (quote == std::string::npos || at < quote || line.find(end, line.find_last_of("'\"")) == at))
      line = line.substr(0, at);
  }
  return line;
}

Words examples_in(const std::string& text) {
  Words examples;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    auto example = example_in(line);
    if (!example.empty()) examples.push_back(std::move(example));
  }
  return examples;
}

// What is wrong with the command line; empty if nothing is.
std::string fault_of(const std::string& example) {
  const auto words = shell_words(example);
  if (!words) return "its quotes are not closed";
  auto program = start_program(*words);
  const auto app = make_application(program);
  try {
    parse(*app, *words);
  } catch (const CLI::CallForHelp&) {
    return "";
  } catch (const CLI::CallForVersion&) {
    return "";
  } catch (const CLI::ParseError& error) {
    return error.what();
  }
  return program.chosen ? "" : "no command";
}

void expect_examples_of(CLI::App& command, int& count) {
  const auto help = command.help();
  const auto examples = examples_in(help.substr(std::min(help.find("Examples:"), help.size())));
  EXPECT_FALSE(examples.empty()) << command.get_name() << " has no examples:\n" << help;
  for (const auto& example : examples) EXPECT_EQ(fault_of(example), "") << example;
  count += static_cast<int>(examples.size());
  // Commands below a command share its examples.
  if (command.get_parent() != nullptr) return;
  for (auto* below : command.get_subcommands({})) expect_examples_of(*below, count);
}

TEST(Examples, OfTheHelpOfEveryCommandAreUnderstood) {
  auto program = start_program({});
  const auto app = make_application(program);
  int count = 0;
  expect_examples_of(*app, count);
  EXPECT_GT(count, 30);
}

TEST(Examples, OfTheDocumentationAreUnderstood) {
  int count = 0;
  for (const std::filesystem::path name : {"../README.md", "command-line.md"}) {
    std::ifstream file(std::filesystem::path(LOOPCHECK_DOCS) / name);
    std::ostringstream text;
    text << file.rdbuf();
    for (const auto& example : examples_in(text.str())) {
      EXPECT_EQ(fault_of(example), "") << name << ": " << example;
      ++count;
    }
  }
  EXPECT_GT(count, 8);
}

TEST(Examples, ThatNeedNoRunDoWhatTheySay) {
  const Workplace work;
  auto program = start_program({});
  const auto app = make_application(program);
  int count = 0;
  for (const char* name : {"list", "explain", "completion", "config", "lint"}) {
    for (const auto& example : examples_in(app->get_subcommand(name)->help())) {
      auto words = shell_words(example).value();
      words.erase(words.begin());
      if (example.find(" environments") != std::string::npos ||
          example.find("--config") != std::string::npos || example.find("my-cases") != std::string::npos ||
          example.find("known-failures.json") != std::string::npos)
        continue;  // starts subjects, or names files of an imagined user
      EXPECT_EQ(work.loopcheck(words).status, 0) << example;
      ++count;
    }
  }
  EXPECT_GT(count, 12);
}

struct Line {
  const char* line;
  const char* example;
};

TEST(Examples, AreReadOffLines) {
  for (const auto& [line, example] : std::vector<Line>{
           {"  loopcheck run                     check all", "loopcheck run"},
           {"loopcheck list rules     # every sentence", "loopcheck list rules"},
           {"  loopcheck report r --format tap >> \"$FILE\"", "loopcheck report r --format tap"},
           {"  source <(loopcheck completion bash)      in ~/.bashrc", "loopcheck completion bash"},
           {"  loopcheck completion fish | source", "loopcheck completion fish"},
           {"loopcheck run -k 'a and (b or c)'", "loopcheck run -k 'a and (b or c)'"},
           {"build/release/bin/loopcheck lint", "loopcheck lint"},
           {"  0    every rule holds", ""},
           {"", ""}}) {
    EXPECT_EQ(example_in(line), example);
  }
}

TEST(Examples, ThatAreWrongAreNoticed) {
  EXPECT_NE(fault_of("loopcheck rum"), "");
  EXPECT_NE(fault_of("loopcheck run --no-such-option"), "");
  EXPECT_NE(fault_of("loopcheck run 'open"), "");
}

TEST(Versions, AreOneLine) {
  const Workplace work;
  const auto finished = work.loopcheck({"--version"});
  EXPECT_EQ(finished.status, 0);
  EXPECT_EQ(finished.output, std::string("loopcheck ") + LOOPCHECK_VERSION + "\n");
}

}  // namespace
}  // namespace loopcheck::cli
