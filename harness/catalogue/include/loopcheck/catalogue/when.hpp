// The environments that a rule or an expectation speaks of: `applies` and `when` of docs/writing-a-case.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "loopcheck/catalogue/version_range.hpp"
#include "loopcheck/protocol/environment.hpp"

namespace loopcheck::catalogue {

// Every field that is given must fit; a list of words fits if one of them does.
struct Applicability {
  // Empty lists fit everything.
  std::vector<std::string> platform;
  std::vector<std::string> arch;
  std::vector<std::string> loop;
  std::vector<std::string> selector;
  std::vector<std::string> provenance;
  std::optional<VersionRange> platform_version;
  std::optional<VersionRange> python;  // never fits an environment without a Python version
  std::optional<VersionRange> documented;

  bool matches(const protocol::Environment& environment) const;

  // False if no environment can fit both, as far as the lists of words tell.
  bool can_meet(const Applicability& other) const;
};

}  // namespace loopcheck::catalogue
