#include "terminal.hpp"

#include <cstdlib>

#include <fmt/format.h>

#include "loopcheck/reports/shown.hpp"

namespace loopcheck::cli {

bool use_colour(ColourChoice choice) {
  if (choice != ColourChoice::automatic) return choice == ColourChoice::always;
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool refused = no_colour != nullptr && *no_colour != '\0';
  const bool dumb = terminal != nullptr && std::string_view(terminal) == "dumb";
  return output_is_terminal() && !refused && !dumb;
}

std::string harmless(std::string_view text) {
  constexpr std::size_t limit = 8'000;  // bytes
  return reports::shown(reports::shortened(text, limit));
}

std::string Style::wrap(std::string_view code, std::string_view text) const {
  return colour_ ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

}  // namespace loopcheck::cli
