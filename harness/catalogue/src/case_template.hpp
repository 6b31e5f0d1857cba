// A case before its matrix is applied, as a catalogue keeps it: what is asked often is typed, the rest is
// text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/catalogue/case.hpp"
#include "loopcheck/catalogue/rule.hpp"
#include "loopcheck/catalogue/when.hpp"
#include "matrix.hpp"

namespace loopcheck::catalogue {

using RuleIndex = std::map<std::string, std::uint32_t, std::less<>>;

// Enough of an expectation to tell whether it fits.
struct ExpectationHead {
  std::uint32_t rule = 0;
  Applicability when;
  nlohmann::json where;  // an object, or null
  std::uint32_t line = 0;
  bool asks = true;          // false: "applies": false
  std::string because = {};  // why it does not ask
};

// Why the case notices no defect, for the combinations that fit.
struct Excuse {
  nlohmann::json where;  // an object, or null
  std::string because;
};

struct CaseTemplate {
  std::string id;
  std::string title;
  std::string purpose;
  std::uint32_t file = 0;
  std::uint32_t line = 0;
  Matrix matrix;
  std::vector<std::string> needs;
  std::vector<ExpectationHead> heads;
  std::vector<Excuse> excuses;

  // {"steps":[…],"expect":[{"check":[…],"observed":[…],"note":"…"},…]} as JSON text: a fraction of the size
  // of the values, and read once for each expansion.
  std::string body;
};

}  // namespace loopcheck::catalogue
