// The rules as a page to read: every documented sentence, what proves it, and where.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "loopcheck/protocol/environment.hpp"
#include "loopcheck/record/types.hpp"

namespace loopcheck::reports {

// A case with all combinations of its matrix.
struct RuleCase {
  std::string id;  // without the combination
  std::string title;
  std::string file;  // within the folder of the cases
  std::size_t combinations = 1;
};

struct RuleEntry {
  record::RuleInfo rule;
  std::string applies;  // where it is asked, in words
  std::vector<RuleCase> cases;
  std::vector<std::string> defects;             // by id; those whose data says that they break it
  std::vector<protocol::Environment> executed;  // where a case asks it, of the environments that are known
};

struct RulesPage {
  std::vector<RuleEntry> entries;  // those of a page beside each other, within it those of a section
  std::size_t cases = 0;           // with their combinations, each once
  bool defects_known = false;      // whether anybody has looked for defects
};

// Markdown, for docs/rules.md: links to cases are relative to its folder. Ends with a line end.
std::string render_rules_markdown(const RulesPage& page);

}  // namespace loopcheck::reports
