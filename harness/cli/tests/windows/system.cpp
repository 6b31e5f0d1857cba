#include "system.hpp"

namespace loopcheck::cli {

const char* const program_ending = ".exe";

int status_of(int native_exit_code) {
  return native_exit_code;
}

}  // namespace loopcheck::cli
