#include <sys/utsname.h>

#include "native_process.hpp"

namespace loopcheck::subject::native {

const char* const program_ending = "";

std::string system_name() {
  utsname names{};
  const bool darwin =
      ::uname(&names) == 0 && std::string(static_cast<const char*>(names.sysname)) == "Darwin";
  return darwin ? "macos" : "linux";
}

}  // namespace loopcheck::subject::native
