// Reading fields of a JSON object so that a fault names the field.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

#include "loopcheck/protocol/messages.hpp"

namespace loopcheck::protocol::fields {

[[noreturn]] inline void fail(const std::string& name, const std::string& wanted) {
  throw MalformedMessage("field \"" + name + "\" " + wanted);
}

inline const nlohmann::json& object(const nlohmann::json& json, const std::string& what) {
  if (!json.is_object()) throw MalformedMessage(what + " is not an object");
  return json;
}

inline const nlohmann::json& required(const nlohmann::json& json, const char* name) {
  const auto found = json.find(name);
  if (found == json.end()) fail(name, "is missing");
  return *found;
}

inline std::string text(const nlohmann::json& json, const char* name) {
  const auto& value = required(json, name);
  if (!value.is_string()) fail(name, "is not a string");
  return value.get<std::string>();
}

inline std::string text_or(const nlohmann::json& json, const char* name, std::string otherwise) {
  const auto found = json.find(name);
  if (found == json.end() || found->is_null()) return otherwise;
  if (!found->is_string()) fail(name, "is not a string");
  return found->get<std::string>();
}

inline std::optional<std::string> optional_text(const nlohmann::json& json, const char* name) {
  const auto found = json.find(name);
  if (found == json.end() || found->is_null()) return std::nullopt;
  if (!found->is_string()) fail(name, "is neither a string nor null");
  return found->get<std::string>();
}

inline std::int64_t integer(const nlohmann::json& json, const char* name) {
  const auto& value = required(json, name);
  if (!value.is_number_integer()) fail(name, "is not an integer");
  return value.get<std::int64_t>();
}

inline std::int64_t integer_or(const nlohmann::json& json, const char* name, std::int64_t otherwise) {
  return json.contains(name) ? integer(json, name) : otherwise;
}

inline std::optional<int> optional_integer(const nlohmann::json& json, const char* name) {
  const auto found = json.find(name);
  if (found == json.end() || found->is_null()) return std::nullopt;
  if (!found->is_number_integer()) fail(name, "is neither an integer nor null");
  return static_cast<int>(found->get<std::int64_t>());
}

inline const nlohmann::json& list(const nlohmann::json& json, const char* name) {
  const auto& value = required(json, name);
  if (!value.is_array()) fail(name, "is not a list");
  return value;
}

}  // namespace loopcheck::protocol::fields
