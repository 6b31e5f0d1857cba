// Who this subject is, and which loops it offers.
#pragma once

#include <string>
#include <vector>

#include "loopcheck/protocol/messages.hpp"
#include "scenario.hpp"

namespace reference_subject {

struct OfferedLoop {
  loopcheck::protocol::Environment environment;
  LoopFactory make;
};

// The latest version of the documentation that the library answers to.
inline constexpr const char* latest_documented = "3.15";

loopcheck::protocol::SubjectIdentity identity();

// One selector loop for each selector of this platform, the most efficient first.
std::vector<OfferedLoop> offered_loops(const std::string& documented);

}  // namespace reference_subject
