// A word as it must be typed, so that the user's shell gives it on as it is. One folder per system implements
// it.
#pragma once

#include <string>

namespace loopcheck::runner {

std::string quoted(const std::string& word);

}  // namespace loopcheck::runner
