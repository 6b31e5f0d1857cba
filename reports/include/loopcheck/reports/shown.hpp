// Texts of subjects, as they may be shown to people.
#pragma once

#include <string>
#include <string_view>

#include "loopcheck/protocol/shortened.hpp"

namespace loopcheck::reports {

// Valid UTF-8 in which nothing steers a terminal or a browser: bytes that are not UTF-8 become U+FFFD,
// control characters are spelled out as "\x1b", and so are marks that turn the direction of writing, as
// "\u202e". Line feeds and tabs stay.
std::string shown(std::string_view text);

// The same for a place that is one line: line feeds and tabs are spelled out, too, as "\n" and "\t".
std::string shown_in_line(std::string_view text);

using protocol::shortened;

}  // namespace loopcheck::reports
