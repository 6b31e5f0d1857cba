// A fault that a subject can lay over its loops, as it says of itself: "--list-defects".
#pragma once

#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "loopcheck/protocol/environment.hpp"

namespace loopcheck::sensitivity {

// Some environments; an empty list stands for all.
struct Places {
  std::vector<std::string> platforms;
  std::vector<std::string> loops;
  std::vector<std::string> selectors;

  [[nodiscard]] bool include(const protocol::Environment& environment) const;
};

// Rules that hold somewhere although the defect breaks them elsewhere.
struct Spared {
  std::set<std::string> rules;
  Places where;
};

struct Defect {
  std::string id;
  std::string about;
  std::set<std::string> breaks;  // ids of rules
  Places places;                 // where it is to be tried
  std::string documented;        // the version of the documentation to answer to; empty: the subject's own

  std::vector<Spared> spares;

  [[nodiscard]] std::set<std::string> spared_in(const protocol::Environment& environment) const;
};

// A list of defects that cannot be used; what() says why.
class MalformedDefects : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// A JSON list of objects with these fields; all but "id", "about" and "breaks" may be left out. Throws
// MalformedDefects, also for an id that comes twice, for a defect that breaks nothing, and for one that
// spares what it does not break.
std::vector<Defect> parse_defects(std::string_view json);

}  // namespace loopcheck::sensitivity
