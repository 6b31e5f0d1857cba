#include "standard_streams.hpp"

#include <unistd.h>

#include <csignal>

namespace loopcheck::cli {

StandardStreams::StandardStreams() {
  // `loopcheck list rules | head`
  std::signal(SIGPIPE, SIG_IGN);
}

StandardStreams::~StandardStreams() = default;

bool output_is_terminal() {
  return ::isatty(STDOUT_FILENO) == 1;
}
bool error_is_terminal() {
  return ::isatty(STDERR_FILENO) == 1;
}

std::vector<std::string> utf8_arguments(int argc, char** argv) {
  return {argv, argv + argc};
}

}  // namespace loopcheck::cli
