// The commands of the helper, as a table.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace loopcheck::child {

inline constexpr int exit_failure = 1;
inline constexpr int exit_unset = 3;
inline constexpr int exit_usage = 64;  // EX_USAGE of <sysexits.h>

// What a command is called with, its own name left out.
using Arguments = std::span<const std::string_view>;

struct Command {
  std::string_view name;
  std::string_view parameters;  // as the help shows them
  std::string_view about;
  std::size_t minimum;  // number of arguments
  std::size_t maximum;
  int (*perform)(Arguments);  // gives the exit status
};

std::span<const Command> commands();

// The whole help text.
std::string help();

// Performs the command that `arguments` name; says what is wrong on the standard error if they name none.
int perform(Arguments arguments);

}  // namespace loopcheck::child
