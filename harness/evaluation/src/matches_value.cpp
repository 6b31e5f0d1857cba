#include <algorithm>
#include <string>

#include "loopcheck/evaluation/evaluate.hpp"

namespace loopcheck::evaluation {
namespace {

using nlohmann::json;

std::string with_nonce(std::string text, std::string_view nonce) {
  constexpr std::string_view placeholder = "${nonce}";
  for (std::size_t at = text.find(placeholder); at != std::string::npos;
       at = text.find(placeholder, at + nonce.size())) {
    text.replace(at, placeholder.size(), nonce);
  }
  return text;
}

bool compares(const std::string& name, const json& operand, const json& value, std::string_view nonce) {
  if (name == "$min") return value.is_number() && value >= operand;
  if (name == "$max") return value.is_number() && value <= operand;
  if (name == "$not") return !matches_value(operand, value, nonce);
  if (name == "$one_of") {
    return operand.is_array() && std::any_of(operand.begin(), operand.end(), [&](const json& candidate) {
             return matches_value(candidate, value, nonce);
           });
  }
  if (name == "$contains") {
    return value.is_string() && operand.is_string() &&
           value.get_ref<const std::string&>().find(with_nonce(operand, nonce)) != std::string::npos;
  }
  return false;
}

}  // namespace

bool matches_value(const json& expected, const json& value, std::string_view nonce) {
  if (expected.is_string()) return value.is_string() && json(with_nonce(expected, nonce)) == value;
  if (expected.is_array()) {
    return value.is_array() &&
           std::equal(expected.begin(), expected.end(), value.begin(), value.end(),
                      [&](const json& left, const json& right) { return matches_value(left, right, nonce); });
  }
  if (!expected.is_object()) return expected == value;
  bool has_fields = expected.empty();
  for (const auto& [key, operand] : expected.items()) {
    if (key.rfind('$', 0) == 0) {
      if (!compares(key, operand, value, nonce)) return false;
      continue;
    }
    has_fields = true;
    if (!value.is_object() || !value.contains(key) || !matches_value(operand, value[key], nonce))
      return false;
  }
  return !has_fields || value.is_object();
}

}  // namespace loopcheck::evaluation
