#include "platform.hpp"

#include <sys/utsname.h>

namespace reference_subject {
namespace {

utsname machine() {
  utsname names{};
  ::uname(&names);
  return names;
}

}  // namespace

std::string platform_version() {
  const std::string release = static_cast<const char*>(machine().release);
  std::string version = release.substr(0, release.find_first_not_of("0123456789."));
  while (!version.empty() && version.back() == '.') {
    version.pop_back();
  }
  return version;
}

std::string architecture() {
  const std::string name = static_cast<const char*>(machine().machine);
  return name == "aarch64" ? "arm64" : name;
}

}  // namespace reference_subject
