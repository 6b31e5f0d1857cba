#include "system.hpp"

namespace loopcheck::cli {

const char* const program_ending = ".exe";
const char* const an_environment = "windows-selector-select";

int status_of(int native_exit_code) {
  return native_exit_code;
}

}  // namespace loopcheck::cli
