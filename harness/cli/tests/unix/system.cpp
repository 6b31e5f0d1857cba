#include "system.hpp"

#include <sys/wait.h>

namespace loopcheck::cli {

const char* const program_ending = "";

int status_of(int native_exit_code) {
  return WIFSIGNALED(native_exit_code) ? 128 + WTERMSIG(native_exit_code) : WEXITSTATUS(native_exit_code);
}

}  // namespace loopcheck::cli
