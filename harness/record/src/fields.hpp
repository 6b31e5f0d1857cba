// Strict access to the fields of a JSON object: every fault is a MalformedRecord with the field's pointer.
#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/record/errors.hpp"

namespace loopcheck::record {

// "/name", with the characters that RFC 6901 reserves escaped.
std::string pointer_token(const std::string& name);

// Runs `read` and moves the faults that it finds below `prefix`; faults of the protocol's own types and of
// the JSON library become MalformedRecord, too.
void below(const std::string& prefix, const std::function<void()>& read);

class Fields {
 public:
  // Throws if it is not an object. The value must outlive this.
  explicit Fields(const nlohmann::json& value);

  const nlohmann::json& any(const std::string& name) const;  // required, of any type
  const nlohmann::json& object(const std::string& name) const;
  const nlohmann::json& array(const std::string& name) const;
  std::string text(const std::string& name) const;
  std::string text_or_empty(const std::string& name) const;
  bool flag(const std::string& name) const;
  bool flag_or_false(const std::string& name) const;
  // Refuses fractions and everything below `minimum`.
  std::int64_t integer(const std::string& name, std::int64_t minimum) const;
  int small_integer(const std::string& name, int minimum) const;
  std::vector<std::string> texts(const std::string& name) const;
  std::vector<std::string> texts_or_empty(const std::string& name) const;

  // A field that is a type of its own, read by its from_json.
  template <typename T>
  T value(const std::string& name) const {
    T result{};
    const nlohmann::json& json = any(name);
    below(pointer_token(name), [&] { json.get_to(result); });
    return result;
  }

  template <typename T>
  std::vector<T> list(const std::string& name) const {
    const nlohmann::json& items = array(name);
    std::vector<T> result(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
      below(pointer_token(name) + "/" + std::to_string(i), [&] { items[i].get_to(result[i]); });
    }
    return result;
  }

  // A text that is one of a closed set: `parse` throws std::invalid_argument for any other.
  template <typename Parse>
  auto word(const std::string& name, Parse parse) const {
    const std::string written = text(name);
    try {
      return parse(written);
    } catch (const std::invalid_argument& error) {
      throw MalformedRecord(pointer_token(name), error.what());
    }
  }

  template <typename Parse>
  auto words_or_empty(const std::string& name, Parse parse) const {
    std::vector<decltype(parse(std::string()))> result;
    const auto written = texts_or_empty(name);
    for (std::size_t i = 0; i < written.size(); ++i) {
      try {
        result.push_back(parse(written[i]));
      } catch (const std::invalid_argument& error) {
        throw MalformedRecord(pointer_token(name) + "/" + std::to_string(i), error.what());
      }
    }
    return result;
  }

  bool has(const std::string& name) const { return value_.contains(name); }

 private:
  const nlohmann::json& value_;
};

}  // namespace loopcheck::record
