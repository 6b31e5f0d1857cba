// By which signals a user ends a run early. One folder per system implements it.
#pragma once

#include <vector>

namespace loopcheck::runner {

std::vector<int> interrupts();

}  // namespace loopcheck::runner
