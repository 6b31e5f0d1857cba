// A fault that a subject can lay over its loops, as it says of itself: "--list-defects".
#pragma once

#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "loopcheck/protocol/environment.hpp"

namespace loopcheck::sensitivity {

struct Defect {
  std::string id;
  std::string about;
  std::set<std::string> breaks;  // ids of rules
  // Where it is to be tried; an empty list stands for all.
  std::vector<std::string> platforms;
  std::vector<std::string> loops;
  std::vector<std::string> selectors;
  std::string documented;  // the version of the documentation to answer to; empty: the subject's own

  [[nodiscard]] bool is_for(const protocol::Environment& environment) const;
};

// A list of defects that cannot be used; what() says why.
class MalformedDefects : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A JSON list of objects with these fields; all but "id", "about" and "breaks" may be left out. Throws
// MalformedDefects, also for an id that comes twice and for a defect that breaks nothing.
std::vector<Defect> parse_defects(std::string_view json);

}  // namespace loopcheck::sensitivity
