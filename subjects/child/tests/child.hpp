// How the tests start the helper.
#pragma once

#include <string>
#include <vector>

#include "child_process.hpp"

namespace loopcheck::testing {

inline std::vector<std::string> command(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), LOOPCHECK_CHILD);
  return arguments;
}

}  // namespace loopcheck::testing
