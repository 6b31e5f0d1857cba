#include "reference_subject.hpp"

namespace loopcheck::testing {

std::vector<std::string> environments() {
  return {"linux-selector-epoll", "linux-selector-poll", "linux-selector-select"};
}

}  // namespace loopcheck::testing
