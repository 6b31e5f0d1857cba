// One step of a scenario, with access to its parameters by type. A parameter of the wrong type throws
// InvalidScenario, which names the step and the parameter.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace reference_subject {

using Json = nlohmann::json;

class Step {
 public:
  // Refers to `json`, which must outlive it.
  explicit Step(const Json& json);

  [[nodiscard]] const std::string& kind() const noexcept { return kind_; }
  [[nodiscard]] const std::string& id() const noexcept { return id_; }  // empty if it has none
  [[nodiscard]] std::string describe() const;                           // for messages

  // A parameter that is null counts as given.
  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] const Json& raw(std::string_view name) const;  // null if it was not given

  [[nodiscard]] std::string text(std::string_view name) const;
  [[nodiscard]] std::string text(std::string_view name, std::string_view otherwise) const;
  [[nodiscard]] bool flag(std::string_view name, bool otherwise) const;
  [[nodiscard]] std::int64_t number(std::string_view name) const;
  [[nodiscard]] std::int64_t number(std::string_view name, std::int64_t otherwise) const;
  [[nodiscard]] std::size_t size(std::string_view name, std::size_t otherwise) const;  // not negative
  [[nodiscard]] double real(std::string_view name) const;
  [[nodiscard]] std::string data(std::string_view name) const;  // bytes, see the protocol's "Data in a step"

  // nullopt if it was not given or is null.
  [[nodiscard]] std::optional<std::string> optional_text(std::string_view name) const;
  [[nodiscard]] std::optional<bool> optional_flag(std::string_view name) const;

  // A string or a list of strings.
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
  // A list of anything; empty if it was not given.
  [[nodiscard]] std::vector<Json> list(std::string_view name) const;

  // The error for a parameter that cannot be understood.
  [[noreturn]] void refuse(std::string_view name, std::string_view expected) const;

 private:
  const Json& json_;
  std::string kind_;
  std::string id_;
};

}  // namespace reference_subject
