// Looks for processes by a mark in their environment. One folder per system implements it.
#pragma once

#include <string>
#include <vector>

namespace loopcheck::cli {

// The command lines of the processes that have `mark`, "NAME=value", in their environment and have not ended
// within ten seconds from now.
std::vector<std::string> lasting_processes(const std::string& mark);

}  // namespace loopcheck::cli
