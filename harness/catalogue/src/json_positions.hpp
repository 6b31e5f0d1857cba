// JSON text as a value and the line of every part of it. The value alone keeps no positions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/catalogue/diagnostic.hpp"

namespace loopcheck::catalogue {

struct Position {
  std::uint32_t line = 0;  // from 1
  std::uint32_t column =
      0;  // from 1, in bytes; the last byte of a number or string, the first of an array or object
};

class Positions {
 public:
  // Where the value is that a JSON pointer names. For a value that is not there, its nearest ancestor.
  Position at(std::string_view pointer) const;

 private:
  friend class PositionRecorder;
  struct Node {
    Position position;
    std::uint32_t key = 0;          // index into keys_, for members of objects
    std::uint32_t first_child = 0;  // index into children_
    std::uint32_t child_count = 0;
    bool is_array = false;
  };

  std::uint32_t child_of(const Node& node, const std::string& token) const;  // no_node if there is none

  static constexpr std::uint32_t no_node = UINT32_MAX;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> children_;
  std::vector<std::string> keys_;  // each once
};

struct PositionedJson {
  nlohmann::json value;
  Positions positions;
};

// Parses `text`. Syntax errors, duplicate keys and nesting deeper than the protocol allows are added to
// `diagnostics` with `file` as their file; after a syntax error, false.
bool parse_positioned(std::string_view text, const std::string& file, PositionedJson& result,
                      std::vector<Diagnostic>& diagnostics);

}  // namespace loopcheck::catalogue
