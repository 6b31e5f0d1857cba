#include "step_table.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace loopcheck::catalogue {
namespace {

using nlohmann::json;

constexpr std::string_view reference_prefix = "#/definitions/";
constexpr std::string_view kind_prefix = "step.";

// The definition that a schema refers to; empty if it is written out in place.
std::string_view reference_name(const json& schema) {
  const auto reference = schema.find("$ref");
  if (reference == schema.end() || !reference->is_string()) return {};
  const std::string_view text = reference->get_ref<const std::string&>();
  return text.substr(0, reference_prefix.size()) == reference_prefix ? text.substr(reference_prefix.size())
                                                                     : std::string_view();
}

bool is_of_type(const json& value, const std::string& type) {
  if (type == "string") return value.is_string();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  if (type == "boolean") return value.is_boolean();
  if (type == "array") return value.is_array();
  if (type == "object") return value.is_object();
  return type == "null" && value.is_null();
}

std::string type_in_words(const std::string& type) {
  if (type == "integer") return "a whole number";
  if (type == "array") return "a list";
  if (type == "object") return "an object";
  if (type == "null") return "null";
  return "a " + type;
}

std::vector<std::string> types_of(const json& schema) {
  const auto type = schema.find("type");
  if (type == schema.end()) return {};
  if (type->is_string()) return {type->get<std::string>()};
  return type->get<std::vector<std::string>>();
}

bool type_fits(const json& value, const json& schema) {
  const auto type = schema.find("type");
  if (type == schema.end()) return true;
  if (type->is_string()) return is_of_type(value, type->get_ref<const std::string&>());
  return std::any_of(type->begin(), type->end(),
                     [&](const json& name) { return is_of_type(value, name.get_ref<const std::string&>()); });
}

}  // namespace

StepTable StepTable::read(const json& schema, Faults& faults) {
  StepTable table;
  const Place root;
  if (!schema.is_object() || !schema.contains("definitions") || !schema["definitions"].is_object()) {
    faults.error(root, "bad-schema", "the schema of the steps has no \"definitions\"");
    return table;
  }
  table.definitions_ = schema["definitions"];
  const Place place = root / "definitions";
  for (const auto& [name, definition] : table.definitions_.items()) {
    if (name.rfind(kind_prefix, 0) != 0) continue;
    StepKind& kind = table.kinds_[name.substr(kind_prefix.size())];
    table.names_.push_back(name.substr(kind_prefix.size()));
    const json properties = definition.value("properties", json::object());
    for (const auto& [parameter, parameter_schema] : properties.items()) {
      const std::string role(reference_name(parameter_schema));
      if (!role.empty() && !table.definitions_.contains(role)) {
        faults.error(place / name, "bad-schema", fmt::format("there is no definition \"{}\"", role));
        continue;
      }
      kind.parameters[parameter] = {role, parameter_schema, false};
      kind.parameter_names.push_back(parameter);
    }
    for (const json& required : definition.value("required", json::array())) {
      const auto found = kind.parameters.find(required.get<std::string>());
      if (found != kind.parameters.end()) found->second.required = true;
    }
  }
  return table;
}

const StepKind* StepTable::find(std::string_view kind) const {
  const auto found = kinds_.find(kind);
  return found == kinds_.end() ? nullptr : &found->second;
}

const json& StepTable::resolved(const json& schema) const {
  const std::string_view name = reference_name(schema);
  if (name.empty()) return schema;
  const auto found = definitions_.find(name);
  return found == definitions_.end() ? schema : resolved(*found);
}

bool StepTable::fits(const json& value, const json& given) const {
  const std::string_view name = reference_name(given);
  if (name == "placeholder") return false;
  if (name == "step") return true;  // steps within steps are checked by themselves
  const json& schema = resolved(given);
  if (const auto any_of = schema.find("anyOf"); any_of != schema.end()) {
    return std::any_of(any_of->begin(), any_of->end(), [&](const json& inner) { return fits(value, inner); });
  }
  if (const auto words = schema.find("enum"); words != schema.end()) {
    return std::find(words->begin(), words->end(), value) != words->end();
  }
  if (!type_fits(value, schema)) return false;
  if (value.is_number() && schema.contains("minimum") && value < schema["minimum"]) return false;
  if (value.is_string() && value.get_ref<const std::string&>().size() < schema.value("minLength", 0U))
    return false;
  if (value.is_array()) {
    if (value.size() < schema.value("minItems", 0U) || value.size() > schema.value("maxItems", SIZE_MAX))
      return false;
    const auto items = schema.find("items");
    for (std::size_t i = 0; items != schema.end() && i < value.size(); ++i) {
      if (items->is_array() ? i < items->size() && !fits(value[i], (*items)[i]) : !fits(value[i], *items))
        return false;
    }
  }
  if (value.is_object()) {
    if (const auto required = schema.find("required"); required != schema.end()) {
      for (const json& field : *required) {
        if (!value.contains(field.get_ref<const std::string&>())) return false;
      }
    }
    const auto properties = schema.find("properties");
    for (const auto& [key, inner] : value.items()) {
      if (properties == schema.end()) break;
      const auto property = properties->find(key);
      if (property == properties->end() ? schema.value("additionalProperties", json(true)) == false
                                        : !fits(inner, *property)) {
        return false;
      }
    }
  }
  return true;
}

void StepTable::describe(const json& given, std::vector<std::string>& alternatives) const {
  if (reference_name(given) == "placeholder") return;
  const json& schema = resolved(given);
  if (const auto any_of = schema.find("anyOf"); any_of != schema.end()) {
    for (const json& inner : *any_of) describe(inner, alternatives);
    return;
  }
  if (const auto words = schema.find("enum"); words != schema.end()) {
    for (const json& word : *words) alternatives.push_back(word.dump());
    return;
  }
  for (const std::string& type : types_of(schema)) {
    std::string text = type_in_words(type);
    if (type == "integer" && schema.contains("minimum"))
      text += fmt::format(", {} or more", schema["minimum"].dump());
    if (type == "object" && schema.contains("properties")) {
      std::vector<std::string> keys;
      for (const auto& [key, inner] : schema["properties"].items()) keys.push_back(key);
      text += fmt::format(" with {}", fmt::join(keys, ", "));
    }
    alternatives.push_back(text);
  }
}

std::string StepTable::fault_of(const json& value, const json& schema) const {
  if (fits(value, schema)) return {};
  std::vector<std::string> alternatives;
  describe(schema, alternatives);
  return fmt::format("{} is not {}", value.dump(-1, ' ', false, json::error_handler_t::replace),
                     fmt::join(alternatives, " or "));
}

}  // namespace loopcheck::catalogue
