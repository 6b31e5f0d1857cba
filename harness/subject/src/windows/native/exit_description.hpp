// How a process ended, in words.
#pragma once

#include <cstdint>
#include <string>

namespace loopcheck::subject::native {

// "exit status 3", "exit status 0xC0000005 (access violation)".
std::string describe_exit(std::uint32_t code);

}  // namespace loopcheck::subject::native
