// The words of the protocol for this machine.
#pragma once

#include <string>

namespace reference_subject {

std::string platform_name();
std::string platform_version();
std::string architecture();

// Whether the system is what it claims to be: asked of it, never assumed.
struct Provenance {
  std::string kind;    // "native", "wine", "simulated"
  std::string detail;  // empty for native
};
Provenance provenance();

}  // namespace reference_subject
