// Reads the fields of a JSON object, strictly: a field that is missing, of another type or unknown is a
// fault.
//
//   ObjectReader reader(json, place, faults, "a rule");
//   rule.id = reader.text("id");
//   rule.note = reader.optional_text("note");
//   reader.finish();                       // what was not asked for is unknown
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "place.hpp"

namespace loopcheck::catalogue {

class ObjectReader {
 public:
  // `name` says what the object is, in faults. Everything given must outlive the reader.
  ObjectReader(const nlohmann::json& json, const Place& place, Faults& faults, std::string_view name);

  bool is_object() const { return json_.is_object(); }
  bool has(std::string_view field) const;

  // Required fields. Where there is a fault, it is reported and an empty value returned.
  std::string text(std::string_view field);
  const nlohmann::json* object(std::string_view field);  // null on a fault
  const nlohmann::json* array(std::string_view field);   // null on a fault

  // Optional fields: empty if they are not there.
  std::string optional_text(std::string_view field);
  std::vector<std::string> optional_texts(std::string_view field);  // a list of strings
  std::vector<std::string> text_or_texts(std::string_view field);   // a string or a list of them, not empty
  const nlohmann::json* optional(std::string_view field);           // of any type; null if it is not there
  const nlohmann::json* optional_object(std::string_view field);
  const nlohmann::json* optional_array(std::string_view field);

  void finish();

 private:
  const nlohmann::json* find(std::string_view field);
  const nlohmann::json* require(std::string_view field);
  std::vector<std::string> texts(const nlohmann::json& list, std::string_view field);

  const nlohmann::json& json_;
  const Place& place_;
  Faults& faults_;
  std::string_view name_;
  std::vector<std::string> known_;
};

}  // namespace loopcheck::catalogue
