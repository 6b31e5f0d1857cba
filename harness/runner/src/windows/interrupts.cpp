#include "interrupts.hpp"

#include <csignal>

namespace loopcheck::runner {

// What the C library makes of Ctrl-C, and of Ctrl-Break and of the closing of the console.
std::vector<int> interrupts() {
  return {SIGINT, SIGBREAK};
}

}  // namespace loopcheck::runner
