// Checks the steps of an expanded case against the vocabulary, and each reference against what the other
// steps make.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/catalogue/fixture.hpp"
#include "place.hpp"
#include "step_table.hpp"

namespace loopcheck::catalogue {

using Fixtures = std::map<std::string, Fixture, std::less<>>;

// What the steps of a case make, for the checks of its expectations.
struct StepFacts {
  struct Step {
    std::string kind;
    std::size_t order = 0;      // of all steps, in the order of the file
    std::size_t top_level = 0;  // index of the top-level step that it is or is within
    bool is_top_level = false;
    bool background = false;
    // "transport", "server", "stream", "handle", "thread", "selector", "subprocess" or nothing
    std::string gives;
    std::vector<std::string> ends;  // of what was opened, connected or accepted
  };

  std::map<std::string, Step, std::less<>> steps;  // those with an id
  std::vector<std::string> step_names;
  std::vector<std::string> top_level_names;
  std::set<std::string, std::less<>> events;  // every name that an event can have
  std::set<std::string, std::less<>> protocols;
  std::vector<std::size_t> controls;  // the top-level steps that are or hold a control, as indices
};

StepFacts check_steps(const nlohmann::json& steps, const Place& place, const StepTable& table,
                      const Fixtures& fixtures, Faults& faults);

// `needs` of the fixtures that the steps open, each once.
std::vector<std::string> needs_of_fixtures(const nlohmann::json& steps, const Fixtures& fixtures);

}  // namespace loopcheck::catalogue
