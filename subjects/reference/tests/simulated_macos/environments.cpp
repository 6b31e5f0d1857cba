// The machine below is Linux.
#include "reference_subject.hpp"

namespace loopcheck::testing {

std::vector<std::string> environments() {
  return {"macos-selector-kqueue", "macos-10.8-selector-kqueue", "macos-10.8-selector-poll",
          "macos-10.8-selector-select"};
}

}  // namespace loopcheck::testing
