#include "reference_subject.hpp"

namespace loopcheck::testing {

json warm_up() {
  return steps(step("control", "control"));
}

}  // namespace loopcheck::testing
