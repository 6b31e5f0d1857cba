// The kinds of steps and their parameters, as cases/schema/steps.schema.json defines them: its definitions
// "step.<kind>" are the table, and what a parameter refers to ("end", "callback", …) is the definition that
// it names.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "place.hpp"

namespace loopcheck::catalogue {

struct StepParameter {
  std::string role;       // name of the definition; empty where the schema is written out in place
  nlohmann::json schema;  // {"$ref": …} or in place
  bool required = false;
};

struct StepKind {
  std::map<std::string, StepParameter, std::less<>> parameters;
  std::vector<std::string> parameter_names;  // for hints
};

class StepTable {
 public:
  // Faults of the schema itself are reported there; the table then lacks what is faulty.
  static StepTable read(const nlohmann::json& schema, Faults& faults);

  const StepKind* find(std::string_view kind) const;  // null if there is none
  const std::vector<std::string>& kinds() const { return names_; }

  // What is wrong with the value; empty if it fits the schema. Knows the part of JSON Schema that the table
  // uses: $ref, anyOf, type, enum, minimum, minLength, minItems, maxItems, items, required, properties. A
  // placeholder fits nothing, since values are checked when placeholders are replaced.
  std::string fault_of(const nlohmann::json& value, const nlohmann::json& schema) const;

 private:
  bool fits(const nlohmann::json& value, const nlohmann::json& schema) const;
  const nlohmann::json& resolved(const nlohmann::json& schema) const;
  void describe(const nlohmann::json& schema, std::vector<std::string>& alternatives) const;

  nlohmann::json definitions_;
  std::map<std::string, StepKind, std::less<>> kinds_;
  std::vector<std::string> names_;
};

}  // namespace loopcheck::catalogue
