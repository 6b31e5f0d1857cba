// The processes that have a mark in their environment. One folder per system implements it.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace loopcheck::cli {

struct MarkedProcess {
  pid_t id = 0;
  std::string command;
};

// All but this one. A zombie, whose reaping is somebody else's matter, has no environment and is not found.
std::vector<MarkedProcess> marked_processes(const std::string& mark);

}  // namespace loopcheck::cli
