#include "unix/spawn.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include "asyncio/exceptions.hpp"
#include "unix/descriptor.hpp"
#include "unix/program_start.hpp"

// Headers declare it on some systems only. environ(7)
extern "C" char** environ;

namespace asyncio::unix_os {
namespace {

constexpr std::string_view default_search_path = "/bin:/usr/bin";

void check_text(const std::string& text) {
  if (text.find('\0') != std::string::npos) throw ValueError("embedded null byte");
}

void check(const SpawnRequest& request) {
  for (const std::string& argument : request.arguments) check_text(argument);
  if (request.working_directory) check_text(*request.working_directory);
  if (!request.environment) return;
  for (const auto& [name, value] : *request.environment) {
    check_text(name);
    check_text(value);
    if (name.empty() || name.find('=') != std::string::npos)
      throw ValueError("illegal environment variable name");
  }
}

// The strings behind an argv or envp, and the array of pointers that exec wants.
class PointerArray {
 public:
  explicit PointerArray(std::vector<std::string> strings) : strings_(std::move(strings)) {
    pointers_.reserve(strings_.size() + 1);
    for (std::string& text : strings_) pointers_.push_back(text.data());
    pointers_.push_back(nullptr);
  }
  [[nodiscard]] char* const* data() const noexcept { return pointers_.data(); }

 private:
  std::vector<std::string> strings_;
  std::vector<char*> pointers_;
};

std::vector<std::string> environment_strings(const std::map<std::string, std::string>& variables) {
  std::vector<std::string> strings;
  strings.reserve(variables.size());
  for (const auto& [name, value] : variables) strings.push_back(name + "=" + value);
  return strings;
}

std::string search_path(const SpawnRequest& request) {
  if (!request.environment) {
    const char* path = std::getenv("PATH");
    return path != nullptr ? path : std::string(default_search_path);
  }
  const auto found = request.environment->find("PATH");
  return found != request.environment->end() ? found->second : std::string(default_search_path);
}

std::vector<std::string> candidates(const SpawnRequest& request) {
  const std::string& program = request.arguments.front();
  if (program.find('/') != std::string::npos) return {program};
  std::vector<std::string> result;
  const std::string path = search_path(request);
  for (std::size_t start = 0; start <= path.size();) {
    std::size_t end = path.find(':', start);
    if (end == std::string::npos) end = path.size();
    const std::string folder = path.substr(start, end - start);
    result.push_back((folder.empty() ? "." : folder) + "/" + program);
    start = end + 1;
  }
  return result;
}

bool is_missing_file(int error_number) noexcept {
  return error_number == ENOENT || error_number == ENOTDIR;
}

// Saves making a child for each folder of PATH that has no such file: the errno of looking for it, or 0 if
// exec has to be tried. The child looks from its own folder.
int error_of_missing_file(const SpawnRequest& request, const std::string& candidate) {
  const bool relative = candidate.front() != '/';
  const std::string seen =
      relative && request.working_directory ? *request.working_directory + "/" + candidate : candidate;
  struct stat status {};
  return ::stat(seen.c_str(), &status) != 0 && is_missing_file(errno) ? errno : 0;
}

// The errno with which entering the folder fails, or 0. posix_spawn() does not say which of its steps has
// failed.
int folder_error(const std::string& folder) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) return errno;
  if (!S_ISDIR(status.st_mode)) return ENOTDIR;
  return ::faccessat(AT_FDCWD, folder.c_str(), X_OK, AT_EACCESS) == 0 ? 0 : errno;
}

[[noreturn]] void throw_failure(const SpawnRequest& request, int error_number) {
  if (request.working_directory) {
    const int folder = folder_error(*request.working_directory);
    if (folder != 0) throw OSError(folder, *request.working_directory);
  }
  throw OSError(error_number, request.arguments.front());
}

// What the child's streams are made from. A source below 3 is copied upwards, so that no step overwrites what
// a later one still needs and no source is its own target, which would leave it closed on exec.
class StreamSources {
 public:
  explicit StreamSources(const std::array<FileDescriptor, 3>& wanted) : numbers_(wanted) {
    for (std::size_t target = 0; target < wanted.size(); ++target) {
      if (wanted[target] == invalid_descriptor || wanted[target] > STDERR_FILENO) continue;
      copies_[target] = duplicate(wanted[target]);
      numbers_[target] = copies_[target].get();
    }
  }
  [[nodiscard]] const std::array<FileDescriptor, 3>& numbers() const noexcept { return numbers_; }

 private:
  std::array<FileDescriptor, 3> numbers_;
  std::array<OwnedDescriptor, 3> copies_;
};

}  // namespace

ProcessId spawn(const SpawnRequest& request) {
  check(request);
  const StreamSources streams(request.standard_streams);
  const PointerArray arguments(request.arguments);
  std::optional<PointerArray> variables;
  if (request.environment) variables.emplace(environment_strings(*request.environment));
  ProgramStart start;
  start.standard_streams = streams.numbers();
  if (request.working_directory) start.working_directory = request.working_directory->c_str();
  start.new_session = request.new_session;
  start.arguments = arguments.data();
  start.environment = variables ? variables->data() : ::environ;

  // As a shell does, a file that is there but cannot be run is remembered and the search goes on.
  int unusable_file = 0;
  int last_error = ENOENT;
  for (const std::string& candidate : candidates(request)) {
    ProcessId pid = 0;
    int code = error_of_missing_file(request, candidate);
    if (code == 0) {
      start.file = candidate.c_str();
      code = start_program(start, pid);
      if (code == 0) return pid;
    }
    last_error = code;
    if (!is_missing_file(code) && unusable_file == 0) unusable_file = code;
  }
  throw_failure(request, unusable_file != 0 ? unusable_file : last_error);
}

}  // namespace asyncio::unix_os
