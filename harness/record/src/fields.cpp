#include "fields.hpp"

#include <limits>

#include "loopcheck/protocol/messages.hpp"

namespace loopcheck::record {

namespace {

std::string kind(const nlohmann::json& value) {
  return std::string("is ") +
         (value.is_null()                         ? ""
          : value.is_object() || value.is_array() ? "an "
                                                  : "a ") +
         value.type_name();
}

[[noreturn]] void wrong(const std::string& name, const std::string& wanted, const nlohmann::json& found) {
  throw MalformedRecord(pointer_token(name), "must be " + wanted + ", " + kind(found));
}

std::vector<std::string> all_texts(const std::string& name, const nlohmann::json& items) {
  std::vector<std::string> result;
  for (const auto& item : items) {
    if (!item.is_string()) {
      throw MalformedRecord(pointer_token(name) + "/" + std::to_string(result.size()),
                            "must be a string, " + kind(item));
    }
    result.push_back(item.get<std::string>());
  }
  return result;
}

}  // namespace

std::string pointer_token(const std::string& name) {
  std::string token = "/";
  for (const char c : name) {
    if (c == '~') {
      token += "~0";
    } else if (c == '/') {
      token += "~1";
    } else {
      token += c;
    }
  }
  return token;
}

void below(const std::string& prefix, const std::function<void()>& read) {
  try {
    read();
  } catch (const MalformedRecord& error) {
    throw error.within(prefix);
  } catch (const protocol::MalformedMessage& error) {
    throw MalformedRecord(prefix, error.what());
  } catch (const nlohmann::json::exception& error) {
    throw MalformedRecord(prefix, error.what());
  }
}

Fields::Fields(const nlohmann::json& value) : value_(value) {
  if (!value.is_object()) throw MalformedRecord("", "must be an object, " + kind(value));
}

const nlohmann::json& Fields::any(const std::string& name) const {
  const auto found = value_.find(name);
  if (found == value_.end()) throw MalformedRecord(pointer_token(name), "is missing");
  return *found;
}

const nlohmann::json& Fields::object(const std::string& name) const {
  const nlohmann::json& found = any(name);
  if (!found.is_object()) wrong(name, "an object", found);
  return found;
}

const nlohmann::json& Fields::array(const std::string& name) const {
  const nlohmann::json& found = any(name);
  if (!found.is_array()) wrong(name, "an array", found);
  return found;
}

std::string Fields::text(const std::string& name) const {
  const nlohmann::json& found = any(name);
  if (!found.is_string()) wrong(name, "a string", found);
  return found.get<std::string>();
}

std::string Fields::text_or_empty(const std::string& name) const {
  return has(name) ? text(name) : "";
}

bool Fields::flag(const std::string& name) const {
  const nlohmann::json& found = any(name);
  if (!found.is_boolean()) wrong(name, "a boolean", found);
  return found.get<bool>();
}

bool Fields::flag_or_false(const std::string& name) const {
  return has(name) && flag(name);
}

std::int64_t Fields::integer(const std::string& name, std::int64_t minimum) const {
  const nlohmann::json& found = any(name);
  const bool too_large =
      found.is_number_unsigned() && found.get<std::uint64_t>() > std::numeric_limits<std::int64_t>::max();
  if (!found.is_number_integer() || too_large) wrong(name, "an integer of 64 bits", found);
  const auto number = found.get<std::int64_t>();
  if (number < minimum)
    throw MalformedRecord(pointer_token(name), "must be at least " + std::to_string(minimum));
  return number;
}

int Fields::small_integer(const std::string& name, int minimum) const {
  const std::int64_t number = integer(name, minimum);
  if (number > std::numeric_limits<int>::max()) throw MalformedRecord(pointer_token(name), "is too large");
  return static_cast<int>(number);
}

std::vector<std::string> Fields::texts(const std::string& name) const {
  return all_texts(name, array(name));
}

std::vector<std::string> Fields::texts_or_empty(const std::string& name) const {
  return has(name) ? texts(name) : std::vector<std::string>{};
}

}  // namespace loopcheck::record
