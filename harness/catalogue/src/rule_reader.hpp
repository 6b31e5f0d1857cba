// Rules, environments and fixtures, as their files have them.
#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/catalogue/fixture.hpp"
#include "loopcheck/catalogue/rule.hpp"
#include "loopcheck/catalogue/when.hpp"
#include "place.hpp"

namespace loopcheck::catalogue {

Applicability read_applicability(const nlohmann::json& json, const Place& place, Faults& faults);

// What one file has, cases/rules/<page>.json.
struct PageOfRules {
  std::vector<Rule> rules;
  std::vector<Restriction> restrictions;
};
PageOfRules read_rules(const nlohmann::json& document, Faults& faults);

// The fixtures of cases/fixtures.json.
std::vector<Fixture> read_fixtures(const nlohmann::json& document, Faults& faults);

// Lower case letters and digits, with dashes and dots between them.
bool is_permanent_id(std::string_view id);

}  // namespace loopcheck::catalogue
