#include "native_process.hpp"

namespace loopcheck::subject::native {

const char* const program_ending = ".exe";

std::string system_name() {
  return "windows";
}

}  // namespace loopcheck::subject::native
