// Text for terminals: columns and colours.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace loopcheck::reports {

// Columns of a terminal, near enough: one a character.
std::size_t display_width(std::string_view text);

enum class Align { left, right };
std::string padded(const std::string& text, std::size_t width, Align align = Align::left);

// ANSI colours; the text itself where colour is off, or for an empty code.
class Paint {
 public:
  explicit Paint(bool on) : on_(on) {}
  std::string operator()(std::string_view code, const std::string& text) const;

 private:
  bool on_;
};

}  // namespace loopcheck::reports
