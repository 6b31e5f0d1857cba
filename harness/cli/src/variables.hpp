// Variables of the environment, as a function, so that a test can have its own.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace loopcheck::cli {

// Nothing for a variable that is not set or empty.
using Variables = std::function<std::optional<std::string>(const std::string& name)>;

// Those of this process.
std::optional<std::string> variable_of_this_process(const std::string& name);

}  // namespace loopcheck::cli
