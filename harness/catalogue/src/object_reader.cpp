#include "object_reader.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "loopcheck/catalogue/nearest_name.hpp"

namespace loopcheck::catalogue {

using nlohmann::json;

ObjectReader::ObjectReader(const json& json, const Place& place, Faults& faults, std::string_view name)
    : json_(json), place_(place), faults_(faults), name_(name) {
  if (!json_.is_object()) faults_.error(place_, "wrong-type", fmt::format("{} must be an object", name_));
}

bool ObjectReader::has(std::string_view field) const {
  return json_.is_object() && json_.contains(field);
}

const json* ObjectReader::find(std::string_view field) {
  known_.emplace_back(field);
  if (!json_.is_object()) return nullptr;
  const auto found = json_.find(field);
  return found == json_.end() ? nullptr : &*found;
}

const json* ObjectReader::require(std::string_view field) {
  const json* value = find(field);
  if (value == nullptr && json_.is_object()) {
    faults_.error(place_, "missing-field", fmt::format("{} needs the field \"{}\"", name_, field));
  }
  return value;
}

std::string ObjectReader::text(std::string_view field) {
  const json* value = require(field);
  if (value == nullptr) return {};
  if (!value->is_string()) {
    faults_.error(place_ / field, "wrong-type", fmt::format("\"{}\" must be a string", field));
    return {};
  }
  if (value->get_ref<const std::string&>().empty()) {
    faults_.error(place_ / field, "empty", fmt::format("\"{}\" must not be empty", field));
  }
  return *value;
}

std::string ObjectReader::optional_text(std::string_view field) {
  return has(field) ? text(field) : (find(field), "");
}

const json* ObjectReader::object(std::string_view field) {
  const json* value = require(field);
  if (value == nullptr || value->is_object()) return value;
  faults_.error(place_ / field, "wrong-type", fmt::format("\"{}\" must be an object", field));
  return nullptr;
}

const json* ObjectReader::array(std::string_view field) {
  const json* value = require(field);
  if (value == nullptr || value->is_array()) return value;
  faults_.error(place_ / field, "wrong-type", fmt::format("\"{}\" must be a list", field));
  return nullptr;
}

const json* ObjectReader::optional(std::string_view field) {
  return find(field);
}

const json* ObjectReader::optional_object(std::string_view field) {
  return has(field) ? object(field) : find(field);
}

const json* ObjectReader::optional_array(std::string_view field) {
  return has(field) ? array(field) : find(field);
}

std::vector<std::string> ObjectReader::texts(const json& list, std::string_view field) {
  std::vector<std::string> result;
  const Place place = place_ / field;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list[i].is_string()) {
      result.push_back(list[i]);
    } else {
      faults_.error(place / i, "wrong-type", fmt::format("\"{}\" must hold strings only", field));
    }
  }
  return result;
}

std::vector<std::string> ObjectReader::optional_texts(std::string_view field) {
  const json* list = optional_array(field);
  return list == nullptr ? std::vector<std::string>() : texts(*list, field);
}

std::vector<std::string> ObjectReader::text_or_texts(std::string_view field) {
  const json* value = require(field);
  if (value == nullptr) return {};
  if (value->is_string()) return {value->get<std::string>()};
  if (!value->is_array() || value->empty()) {
    faults_.error(place_ / field, "wrong-type",
                  fmt::format("\"{}\" must be a string or a list of strings that is not empty", field));
    return {};
  }
  return texts(*value, field);
}

void ObjectReader::finish() {
  if (!json_.is_object()) return;
  for (const auto& [field, value] : json_.items()) {
    if (std::find(known_.begin(), known_.end(), field) != known_.end()) continue;
    faults_.error(place_ / field, "unknown-field", fmt::format("{} has no field \"{}\"", name_, field),
                  nearest_name_hint(field, known_));
  }
}

}  // namespace loopcheck::catalogue
