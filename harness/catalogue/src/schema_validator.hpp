// Validation against the JSON Schemas of cases/schema/. What a schema says about a file that the typed
// reading let through is a difference between the two, which is why `lint` does both.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/catalogue/diagnostic.hpp"

namespace loopcheck::catalogue {

struct SchemaFault {
  std::string pointer;  // JSON pointer into the document
  std::string message;
};

class SchemaValidator {
 public:
  // Reads and compiles a schema and those that it refers to, all in one folder. Throws std::runtime_error if
  // one of them cannot be read or is no schema.
  explicit SchemaValidator(const std::filesystem::path& file);
  ~SchemaValidator();
  SchemaValidator(SchemaValidator&&) noexcept;
  SchemaValidator& operator=(SchemaValidator&&) noexcept;

  // The innermost faults only: that a list fails because of its third element is said of the element.
  std::vector<SchemaFault> faults_of(const nlohmann::json& document) const;

 private:
  struct Compiled;
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace loopcheck::catalogue
