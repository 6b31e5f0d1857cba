// Assertions, from JSON to their types.
#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/catalogue/assertion.hpp"
#include "place.hpp"

namespace loopcheck::catalogue {

// A list of assertions: `check`, `observed`, or one list of `any_of`.
std::vector<Assertion> read_assertions(const nlohmann::json& list, const Place& place, Faults& faults);

}  // namespace loopcheck::catalogue
