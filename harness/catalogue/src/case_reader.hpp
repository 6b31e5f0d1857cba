// Cases, from a file to templates, with every check that a single case allows.
#pragma once

#include <cstdint>
#include <vector>

#include <nlohmann/json.hpp>

#include "case_template.hpp"
#include "loopcheck/catalogue/rule.hpp"
#include "place.hpp"
#include "step_checker.hpp"
#include "step_table.hpp"

namespace loopcheck::catalogue {

// What cases refer to.
struct CaseSurroundings {
  const StepTable& table;
  const Fixtures& fixtures;
  const std::vector<Rule>& rules;
  const RuleIndex& rule_index;
  std::vector<std::string> rule_names;  // for hints
};

// The cases of one file, cases/<page>/<topic>.json. Only those without errors are of use.
std::vector<CaseTemplate> read_cases(const nlohmann::json& document, std::uint32_t file,
                                     const CaseSurroundings& surroundings, Faults& faults);

// Expands a template whose checks have passed.
Case expand_template(const CaseTemplate& source, std::size_t combination, const std::vector<Rule>& rules,
                     const Fixtures& fixtures, const std::string& file);

}  // namespace loopcheck::catalogue
