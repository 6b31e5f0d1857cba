#include "platform.hpp"

#include <sys/utsname.h>

namespace reference_subject {

std::string architecture() {
  utsname names{};
  ::uname(&names);
  const std::string name = static_cast<const char*>(names.machine);
  return name == "aarch64" ? "arm64" : name;
}

}  // namespace reference_subject
