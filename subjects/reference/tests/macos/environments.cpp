#include "reference_subject.hpp"

namespace loopcheck::testing {

std::vector<std::string> environments() {
  return {"macos-selector-kqueue", "macos-selector-poll", "macos-selector-select"};
}

}  // namespace loopcheck::testing
