#include "list_text.hpp"

#include <fmt/format.h>

namespace loopcheck::known_failures {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t line_limit = 110;

std::string dumped(const ordered_json& value) {
  return value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

// A value in a line, or a list with an element a line where that would be long.
std::string value_text(const ordered_json& value, std::size_t indent) {
  if (!value.is_array()) return dumped(value);
  std::string line;
  std::string lines;
  const std::string margin(indent + 2, ' ');
  for (const auto& element : value) {
    line += (line.empty() ? "" : ", ") + dumped(element);
    lines += (lines.empty() ? "" : ",\n") + margin + dumped(element);
  }
  if (line.size() + indent <= line_limit) return "[" + line + "]";
  return "[\n" + lines + "\n" + std::string(indent, ' ') + "]";
}

std::string object_text(const ordered_json& object, std::size_t indent) {
  std::string text;
  for (const auto& [key, value] : object.items()) {
    text += fmt::format("{}{}{}: {}", text.empty() ? "" : ",\n", std::string(indent + 2, ' '), dumped(key),
                        value_text(value, indent + 2));
  }
  return "{\n" + text + "\n" + std::string(indent, ' ') + "}";
}

}  // namespace

std::string list_text(const ordered_json& document) {
  std::string text = "{\n";
  for (const auto& [key, value] : document.items()) {
    if (key != "known_failures") text += fmt::format("  {}: {},\n", dumped(key), value_text(value, 2));
  }
  std::string entries;
  for (const auto& entry : document.at("known_failures"))
    entries += (entries.empty() ? "\n    " : ",\n    ") + object_text(entry, 4);
  return text + "  \"known_failures\": [" + entries + (entries.empty() ? "" : "\n  ") + "]\n}\n";
}

}  // namespace loopcheck::known_failures
