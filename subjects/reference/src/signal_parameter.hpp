// The step parameter "signal": a name such as "SIGUSR1", or a number.
#pragma once

#include <string>

#include "outcome.hpp"
#include "process.hpp"
#include "step.hpp"

namespace reference_subject {

// Throws Unsupported for a name that this platform does not have.
inline int signal_parameter(const Step& step) {
  const Json& given = step.raw("signal");
  if (given.is_number_integer()) {
    return given.get<int>();
  }
  const std::string name = step.text("signal");
  if (const std::optional<int> number = signal_number(name)) {
    return *number;
  }
  throw Unsupported("there is no signal '" + name + "' on this platform");
}

}  // namespace reference_subject
