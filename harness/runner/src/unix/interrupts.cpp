#include "interrupts.hpp"

#include <csignal>

namespace loopcheck::runner {

std::vector<int> interrupts() {
  return {SIGINT, SIGTERM};
}

}  // namespace loopcheck::runner
