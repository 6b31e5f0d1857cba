#include "system.hpp"

namespace loopcheck::cli {

const char* const an_environment = "macos-selector-kqueue";

}  // namespace loopcheck::cli
