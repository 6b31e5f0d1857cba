#include "terminal_text.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

namespace loopcheck::reports {

std::size_t display_width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<std::uint8_t>(c) & 0xC0) != 0x80; }));
}

std::string padded(const std::string& text, std::size_t width, Align align) {
  const std::string space(width - std::min(width, display_width(text)), ' ');
  return align == Align::right ? space + text : text + space;
}

std::string Paint::operator()(std::string_view code, const std::string& text) const {
  return on_ && !code.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
}

}  // namespace loopcheck::reports
