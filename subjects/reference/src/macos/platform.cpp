#include "platform.hpp"

#include <sys/sysctl.h>

#include <array>

namespace reference_subject {

std::string platform_name() {
  return "macos";
}

// The version of the product, as "14.5"; that of its kernel is another number.
std::string platform_version() {
  std::array<char, 64> version{};
  std::size_t size = version.size() - 1;
  const bool known = ::sysctlbyname("kern.osproductversion", version.data(), &size, nullptr, 0) == 0;
  return known ? version.data() : "";
}

Provenance provenance() {
  return {"native", ""};
}

}  // namespace reference_subject
