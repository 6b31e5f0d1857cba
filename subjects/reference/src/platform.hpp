// The words of the protocol for this machine.
#pragma once

#include <string>
#include <vector>

#include "asyncio/selector.hpp"

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

// What this program can pass for: the system that it runs on or, where it simulates another one, each version
// of that.
struct Guise {
  std::string label;  // for the ids of its environments: "linux", "macos-10.8"
  std::string version;
  std::vector<asyncio::SelectorKind> selectors;  // those whose loops are offered, the most efficient first
  void (*assume)();                              // what to do before a loop of it is made
};
std::vector<Guise> guises();

}  // namespace reference_subject
