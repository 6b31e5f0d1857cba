// What a page of the rules tells of each: gathered from the data, without starting anything.
#pragma once

#include <vector>

#include "loopcheck/catalogue/catalogue.hpp"
#include "loopcheck/protocol/environment.hpp"
#include "loopcheck/reports/rules.hpp"
#include "loopcheck/sensitivity/defect.hpp"

namespace loopcheck::cli {

// Of the rules of that selection. `environments` are those in which a rule can be executed; `defects` null:
// nobody has looked for any.
reports::RulesPage rules_page(const catalogue::Catalogue& catalogue,
                              const std::vector<const catalogue::Rule*>& rules,
                              const std::vector<protocol::Environment>& environments,
                              const std::vector<sensitivity::Defect>* defects);

}  // namespace loopcheck::cli
