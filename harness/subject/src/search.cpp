#include "loopcheck/subject/search.hpp"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>

#include <fmt/format.h>
#include <boost/algorithm/string/replace.hpp>
#include <boost/algorithm/string/trim.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "loopcheck/catalogue/pattern.hpp"
#include "loopcheck/subject/child_process.hpp"
#include "native_process.hpp"

namespace loopcheck::subject {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

using catalogue::Version;

constexpr std::string_view wildcards = "*?";

std::string utf8(const fs::path& path) {
  const auto text = path.u8string();
  return {text.begin(), text.end()};
}

// The existing files that a path means whose parts may be globs, in the order of their names.
std::vector<fs::path> matching_files(const std::string& pattern) {
  std::vector<fs::path> found{fs::path()};
  for (const auto& part : fs::path(std::u8string(pattern.begin(), pattern.end()))) {
    const auto name = utf8(part);
    std::vector<fs::path> next;
    for (const auto& folder : found) {
      if (name.find_first_of(wildcards) == std::string::npos) {
        next.push_back(folder / part);
        continue;
      }
      std::error_code failure;
      for (const auto& entry : fs::directory_iterator(folder, failure)) {
        if (catalogue::matches_glob(name, utf8(entry.path().filename()))) next.push_back(entry.path());
      }
    }
    std::sort(next.begin(), next.end());
    found = std::move(next);
  }
  return found;
}

// The programs that are there, each once. Links are not followed: shims of several versions may be links to
// one file.
std::vector<std::string> candidates(const std::vector<std::string>& programs) {
  std::vector<std::string> found;
  std::set<fs::path> files;
  const auto take = [&](const std::string& name) {
    const auto program = native::find_program(name);
    std::error_code failure;
    if (!program || !fs::is_regular_file(*program, failure)) return;
    if (files.insert(program->lexically_normal()).second) found.push_back(utf8(*program));
  };
  for (const auto& program : programs) {
    if (program.find_first_of(wildcards) == std::string::npos) {
      take(program);
    } else {
      for (const auto& file : matching_files(program)) take(utf8(file));
    }
  }
  return found;
}

// What became of one candidate.
struct Answer {
  std::string version;  // empty: none that can be taken
  std::string note;     // what was odd
};

asio::awaitable<void> ask(asio::io_context& context, std::vector<std::string> command, Deadline deadline,
                          Answer& answer) {
  constexpr std::size_t longest_line = 1024;
  try {
    ChildProcess child(context, command, longest_line);
    child.close_input();
    const ReadResult read = co_await child.read_line(deadline);
    const bool exited = co_await child.wait_for_exit(deadline);
    if (!exited) {
      answer.note = "it did not say its version in time";
    } else if (child.how_it_ended() == "exit status 0") {
      if (const auto* line = std::get_if<Line>(&read)) answer.version = line->text;
      if (const auto* end = std::get_if<Ended>(&read)) answer.version = end->unfinished;
      boost::algorithm::trim(answer.version);
      if (!Version::parse(answer.version)) {
        answer.note = "what it says is no version";
        answer.version.clear();
      }
    }
  } catch (const StartError&) {
    // No program of this system.
  }
}

std::vector<Answer> ask_all(const Search& search, const std::vector<std::string>& programs,
                            std::chrono::milliseconds patience) {
  asio::io_context context;
  std::vector<Answer> answers(programs.size());
  auto unanswered = programs.size();
  const auto deadline = std::chrono::steady_clock::now() + patience;
  for (std::size_t i = 0; i < programs.size(); ++i) {
    auto command = search.version;
    for (auto& word : command) boost::replace_all(word, program_variable, programs[i]);
    asio::co_spawn(context, ask(context, std::move(command), deadline, answers[i]),
                   [&](const std::exception_ptr&) { --unanswered; });
  }
  while (unanswered > 0) context.run_one();
  return answers;
}

// "3.9" of "3.9.18".
std::string branch(const std::string& version) {
  const auto first = version.find('.');
  return version.substr(0, first == std::string::npos ? first : version.find('.', first + 1));
}

}  // namespace

Finds search(const Search& search, std::chrono::milliseconds patience) {
  const auto programs = candidates(search.programs);
  const auto answers = ask_all(search, programs, patience);
  Finds finds;
  for (std::size_t i = 0; i < programs.size(); ++i) {
    const auto& [version, note] = answers[i];
    if (!note.empty()) finds.notes.push_back(fmt::format("{} is left out: {}", programs[i], note));
    const auto same = [&, &text = version](const auto& other) {
      return *Version::parse(other.version) == *Version::parse(text);
    };
    if (!version.empty() && search.versions.contains(*Version::parse(version)) &&
        std::none_of(finds.programs.begin(), finds.programs.end(), same))
      finds.programs.push_back({programs[i], version});
  }
  std::sort(finds.programs.begin(), finds.programs.end(), [](const auto& left, const auto& right) {
    return *Version::parse(left.version) < *Version::parse(right.version);
  });
  return finds;
}

std::vector<std::string> short_names(const std::vector<FoundProgram>& programs) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < programs.size(); ++i) {
    const auto own = branch(programs[i].version);
    const bool newest = i + 1 == programs.size() || branch(programs[i + 1].version) != own;
    names.push_back(newest ? own : programs[i].version);
  }
  return names;
}

}  // namespace loopcheck::subject
