// Files that were looked at, and what is rendered now against them. LOOPCHECK_UPDATE_GOLDEN=1 writes them
// anew.
#pragma once

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

namespace loopcheck::reports::testing {

inline std::string golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(LOOPCHECK_GOLDEN) + "/" + name;
  if (std::getenv("LOOPCHECK_UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << text;
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

}  // namespace loopcheck::reports::testing
