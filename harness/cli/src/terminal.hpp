// What the program may do to the terminal it writes to.
#pragma once

#include <string>
#include <string_view>

#include "standard_streams.hpp"

namespace loopcheck::cli {

enum class ColourChoice { automatic, always, never };

// `automatic`: only on a terminal, not on TERM=dumb, and never when NO_COLOR is set to anything
// (https://no-color.org).
bool use_colour(ColourChoice choice);

// Text of a subject cannot steer the terminal: what could becomes visible signs. At most 8,000 bytes of it.
std::string harmless(std::string_view text);

// ANSI styles; the text itself where colour is off.
class Style {
 public:
  explicit Style(bool colour) : colour_(colour) {}
  [[nodiscard]] std::string bold(std::string_view text) const { return wrap("1", text); }
  [[nodiscard]] std::string red(std::string_view text) const { return wrap("31", text); }
  [[nodiscard]] std::string green(std::string_view text) const { return wrap("32", text); }
  [[nodiscard]] std::string yellow(std::string_view text) const { return wrap("33", text); }
  [[nodiscard]] std::string dim(std::string_view text) const { return wrap("2", text); }
  [[nodiscard]] bool colour() const { return colour_; }

 private:
  [[nodiscard]] std::string wrap(std::string_view code, std::string_view text) const;
  bool colour_;
};

}  // namespace loopcheck::cli
