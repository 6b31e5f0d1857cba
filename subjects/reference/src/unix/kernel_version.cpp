// Where the version of the platform is that of its kernel.
#include <sys/utsname.h>

#include "platform.hpp"

namespace reference_subject {

std::string platform_version() {
  utsname names{};
  ::uname(&names);
  const std::string release = static_cast<const char*>(names.release);
  std::string version = release.substr(0, release.find_first_not_of("0123456789."));
  while (!version.empty() && version.back() == '.') {
    version.pop_back();
  }
  return version;
}

}  // namespace reference_subject
