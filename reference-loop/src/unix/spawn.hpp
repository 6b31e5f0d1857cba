// Starting a program: what to look for and where. How the child is made: program_start.hpp.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "asyncio/native.hpp"

namespace asyncio::unix_os {

struct SpawnRequest {
  // The first is the program. Without a slash it is searched for in PATH: the child's if it is given an
  // environment.
  std::vector<std::string> arguments;
  std::optional<std::string> working_directory;
  std::optional<std::map<std::string, std::string>> environment;  // nullopt: inherited
  bool new_session = false;
  // What become descriptors 0, 1 and 2 of the child; any numbers, equal ones too. invalid_descriptor:
  // inherited.
  std::array<FileDescriptor, 3> standard_streams{invalid_descriptor, invalid_descriptor, invalid_descriptor};
};

// The child gets no descriptor but 0, 1 and 2, an empty signal mask, and the default disposition of every
// signal. Returns once the program runs. Thread-safe. The caller reaps the child. Throws OSError that names
// the program or, if that is what failed, the working directory; ValueError for a zero byte in a string or an
// impossible name of a variable.
[[nodiscard]] ProcessId spawn(const SpawnRequest& request);

}  // namespace asyncio::unix_os
