// A case, expanded: one experiment with every matrix variable replaced by its value. Self-contained.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/catalogue/assertion.hpp"
#include "loopcheck/catalogue/when.hpp"

namespace loopcheck::catalogue {

// One entry of `expect`. Those whose `where` does not fit the case's matrix values are left out at expansion.
struct Expectation {
  std::string rule;
  Applicability when;
  std::vector<Assertion> check;     // level documented; empty if there is none
  std::vector<Assertion> observed;  // level observed; empty if there is none
  std::string note;
  std::size_t line = 0;
};

struct Case {
  std::string id;  // "case[key=value,…]", keys sorted
  std::string title;
  std::string purpose;
  std::string notices_nothing;  // why no defect of the reference loop can make it fail; empty: one can
  std::string file;
  std::size_t line = 0;
  std::vector<std::string> needs;          // the case's own
  std::vector<std::string> fixture_needs;  // those of the fixtures it opens; the adapter answers for them
  nlohmann::json steps;                    // ${nonce}, ${scratch} and ${child} still in place
  std::vector<Expectation> expectations;   // in the order of the file: the first that fits counts
};

// The steps with ${nonce} and ${scratch} replaced: what goes to the subject. ${child} is the adapter's
// business.
nlohmann::json steps_for_run(const Case& subject_case, std::string_view nonce, std::string_view scratch);

// The id of every top-level step, in order.
std::vector<std::string> top_level_steps(const Case& subject_case);

}  // namespace loopcheck::catalogue
