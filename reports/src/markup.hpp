// What several formats that people read have in common.
#pragma once

#include <string>
#include <string_view>

namespace loopcheck::reports {

// A text with everything escaped that Markdown would take for markup, or for the end of a table's cell.
std::string for_markdown(const std::string& text);

// A content security policy writes a digest in base64.
std::string base64_of_hex(std::string_view hex);

}  // namespace loopcheck::reports
