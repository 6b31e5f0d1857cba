// What a program gets from the system when it starts. One folder per system implements it.
#pragma once

#include <string>
#include <vector>

namespace loopcheck::cli {

// Output is UTF-8 with plain line ends, in files, pipes and terminals; a reader that goes away is a failed
// write. What is changed about the terminal is changed back at the end.
class StandardStreams {
 public:
  StandardStreams();
  ~StandardStreams();
  StandardStreams(const StandardStreams&) = delete;
  StandardStreams& operator=(const StandardStreams&) = delete;
};

bool output_is_terminal();
bool error_is_terminal();

// What main() was called with, in UTF-8; the program's name first.
std::vector<std::string> utf8_arguments(int argc, char** argv);

}  // namespace loopcheck::cli
