#include "system.hpp"

namespace loopcheck::cli {

const char* const an_environment = "linux-selector-epoll";

}  // namespace loopcheck::cli
