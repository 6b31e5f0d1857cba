// Checks what a case expects: against its steps, its rules and its other expectations.
#pragma once

#include <vector>

#include "case_template.hpp"
#include "loopcheck/catalogue/assertion.hpp"
#include "loopcheck/catalogue/rule.hpp"
#include "place.hpp"
#include "step_checker.hpp"

namespace loopcheck::catalogue {

// Steps that do not exist, events that nothing can log, refusals that no control precedes (`is_documented`).
void check_assertions(const std::vector<Assertion>& assertions, bool is_documented, const StepFacts& facts,
                      const Place& place, Faults& faults);

// Expectations that no environment can reach: outside their rule, or behind one that takes everything before
// them.
void check_reachable(const std::vector<ExpectationHead>& heads, const std::vector<Rule>& rules,
                     const Matrix& matrix, const Place& place, Faults& faults);

}  // namespace loopcheck::catalogue
