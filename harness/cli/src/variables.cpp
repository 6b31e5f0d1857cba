#include "variables.hpp"

#include <cstdlib>

namespace loopcheck::cli {

std::optional<std::string> variable_of_this_process(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

}  // namespace loopcheck::cli
