// What a catalogue holds.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "case_template.hpp"
#include "loopcheck/catalogue/fixture.hpp"
#include "loopcheck/catalogue/rule.hpp"
#include "step_checker.hpp"

namespace loopcheck::catalogue {

struct CatalogueContent {
  std::vector<Rule> rules;
  RuleIndex rule_index;
  std::vector<Fixture> fixtures;
  Fixtures fixture_index;
  std::vector<std::string> files;
  std::vector<CaseTemplate> templates;
  std::unordered_map<std::string, std::uint32_t> template_index;
  std::string digest;
};

}  // namespace loopcheck::catalogue
