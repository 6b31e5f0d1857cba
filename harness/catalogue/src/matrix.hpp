// The matrix of a case: variables, their combinations, and ${placeholders}.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "place.hpp"

namespace loopcheck::catalogue {

struct MatrixVariable {
  std::string name;
  std::vector<nlohmann::json> values;  // strings, numbers, booleans
};

class Matrix {
 public:
  // One index of a value for each variable.
  using Combination = std::vector<std::uint32_t>;

  // Reads `matrix` and `matrix_except` of a case; null where the case has none.
  static Matrix read(const nlohmann::json* matrix, const nlohmann::json* except, const Place& case_place,
                     Faults& faults);

  const std::vector<MatrixVariable>& variables() const { return variables_; }

  // At least 1 for a case without a matrix; those of `matrix_except` are left out.
  std::size_t size() const { return except_.empty() ? all_ : static_cast<std::size_t>(kept_.size()); }
  Combination combination(std::size_t index) const;

  // "id", or "id[key=value,…]" with the keys sorted.
  std::string expanded_id(const std::string& id, const Combination& combination) const;

  // The value of a variable; null if there is no such variable.
  const nlohmann::json* value(const Combination& combination, std::string_view variable) const;

  // Whether a partial combination such as `where` fits: for each of its keys the value, or one of a list of
  // values.
  bool fits(const nlohmann::json& partial, const Combination& combination) const;

 private:
  Combination nth(std::size_t index) const;

  std::vector<MatrixVariable> variables_;  // sorted by name
  std::vector<nlohmann::json> except_;
  std::size_t all_ = 1;
  std::vector<std::uint32_t> kept_;  // only if some are left out
};

// A matrix value as it stands in an id.
std::string printed(const nlohmann::json& value);

// Gives the value of a placeholder; null to leave it where it is.
using PlaceholderValue = std::function<const nlohmann::json*(std::string_view name)>;

// The same JSON with its placeholders replaced, in strings and in keys. A string that is nothing but one
// placeholder takes the value with its type.
nlohmann::json substituted(const nlohmann::json& json, const PlaceholderValue& value_of);
std::string substituted_text(std::string_view text, const PlaceholderValue& value_of);

// Calls `visit` with the name of every placeholder of a text.
void for_each_placeholder(std::string_view text, const std::function<void(std::string_view name)>& visit);

}  // namespace loopcheck::catalogue
