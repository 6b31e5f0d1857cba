#include "step.hpp"

#include "loopcheck/protocol/messages.hpp"
#include "loopcheck/protocol/values.hpp"
#include "outcome.hpp"

namespace reference_subject {
namespace {

const Json nothing;

std::string string_member(const Json& json, const char* name) {
  const auto found = json.find(name);
  if (found == json.end()) {
    return {};
  }
  if (!found->is_string()) {
    throw InvalidScenario(std::string("'") + name + "' of a step must be a string");
  }
  return found->get<std::string>();
}

}  // namespace

Step::Step(const Json& json) : json_(json) {
  if (!json.is_object()) {
    throw InvalidScenario("a step must be an object");
  }
  kind_ = string_member(json, "do");
  id_ = string_member(json, "id");
  if (kind_.empty()) {
    throw InvalidScenario("step '" + id_ + "' must have a field 'do'");
  }
}

std::string Step::describe() const {
  return kind_ + (id_.empty() ? "" : " '" + id_ + "'");
}

void Step::refuse(std::string_view name, std::string_view expected) const {
  throw InvalidScenario("step " + describe() + ": '" + std::string(name) + "' must be " +
                        std::string(expected));
}

bool Step::has(std::string_view name) const {
  return json_.contains(name);
}

const Json& Step::raw(std::string_view name) const {
  const auto found = json_.find(name);
  return found == json_.end() ? nothing : *found;
}

std::string Step::text(std::string_view name) const {
  const Json& value = raw(name);
  if (!value.is_string()) {
    refuse(name, "a string");
  }
  return value.get<std::string>();
}

std::string Step::text(std::string_view name, std::string_view otherwise) const {
  return has(name) ? text(name) : std::string(otherwise);
}

bool Step::flag(std::string_view name, bool otherwise) const {
  return optional_flag(name).value_or(otherwise);
}

std::int64_t Step::number(std::string_view name) const {
  const Json& value = raw(name);
  if (!value.is_number_integer()) {
    refuse(name, "an integer");
  }
  return value.get<std::int64_t>();
}

std::int64_t Step::number(std::string_view name, std::int64_t otherwise) const {
  return has(name) ? number(name) : otherwise;
}

std::size_t Step::size(std::string_view name, std::size_t otherwise) const {
  if (!has(name)) {
    return otherwise;
  }
  const std::int64_t value = number(name);
  if (value < 0) {
    refuse(name, "no less than 0");
  }
  return static_cast<std::size_t>(value);
}

double Step::real(std::string_view name) const {
  const Json& value = raw(name);
  if (!value.is_number()) {
    refuse(name, "a number");
  }
  return value.get<double>();
}

std::string Step::data(std::string_view name) const {
  try {
    return loopcheck::protocol::bytes_of(raw(name));
  } catch (const loopcheck::protocol::MalformedMessage&) {
    refuse(name, R"(a string or {"pattern": N})");
  }
}

std::optional<std::string> Step::optional_text(std::string_view name) const {
  return raw(name).is_null() ? std::nullopt : std::optional(text(name));
}

std::optional<bool> Step::optional_flag(std::string_view name) const {
  const Json& value = raw(name);
  if (value.is_null()) {
    return std::nullopt;
  }
  if (!value.is_boolean()) {
    refuse(name, "true or false");
  }
  return value.get<bool>();
}

std::vector<std::string> Step::texts(std::string_view name) const {
  const Json& value = raw(name);
  if (value.is_string()) {
    return {value.get<std::string>()};
  }
  std::vector<std::string> result;
  for (const Json& entry : list(name)) {
    if (!entry.is_string()) {
      refuse(name, "a string or a list of strings");
    }
    result.push_back(entry.get<std::string>());
  }
  return result;
}

std::vector<Json> Step::list(std::string_view name) const {
  const Json& value = raw(name);
  if (value.is_null()) {
    return {};
  }
  if (!value.is_array()) {
    refuse(name, "a list");
  }
  return value.get<std::vector<Json>>();
}

}  // namespace reference_subject
