#include "native/exit_description.hpp"

#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace loopcheck::subject::native {

std::string describe_exit(std::uint32_t code) {
  // What the system itself ends a process with, of those that are to be met.
  using Named = std::pair<std::uint32_t, std::string_view>;
  static constexpr std::array<Named, 14> names{{{0x40000015, "fatal application exit"},
                                                {0x80000003, "breakpoint"},
                                                {0xC0000005, "access violation"},
                                                {0xC0000017, "out of memory"},
                                                {0xC000001D, "illegal instruction"},
                                                {0xC0000094, "integer division by zero"},
                                                {0xC00000FD, "stack overflow"},
                                                {0xC0000135, "a library was not found"},
                                                {0xC0000139, "an entry point was not found"},
                                                {0xC000013A, "Ctrl-C"},
                                                {0xC0000142, "a library could not be initialized"},
                                                {0xC0000374, "heap corruption"},
                                                {0xC0000409, "fail fast"},
                                                {0xE06D7363, "C++ exception"}}};
  for (const auto& [known, name] : names) {
    if (known == code) return fmt::format("exit status 0x{:08X} ({})", code, name);
  }
  constexpr std::uint32_t first_of_the_system = 0x40000000;
  return code < first_of_the_system ? fmt::format("exit status {}", code)
                                    : fmt::format("exit status 0x{:08X}", code);
}

}  // namespace loopcheck::subject::native
