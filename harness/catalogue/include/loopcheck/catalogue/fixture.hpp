// A resource that a case can open: one entry of cases/fixtures.json.
#pragma once

#include <string>
#include <vector>

namespace loopcheck::catalogue {

struct Fixture {
  std::string what;
  std::vector<std::string> ends;
  std::vector<std::string> platforms;
  std::vector<std::string> needs;  // such as "pty", "descriptors:1200"
  std::string about;
};

}  // namespace loopcheck::catalogue
