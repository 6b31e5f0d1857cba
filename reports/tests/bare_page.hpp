// Pages as golden files have them.
#pragma once

#include <algorithm>
#include <string>

namespace loopcheck::reports::testing {

// A page without its styles and scripts, which are files of their own, and the packed evidence, which has
// tests of its own: what is left is what a reader without JavaScript gets.
inline std::string bare_page(const std::string& html) {
  std::string result;
  std::size_t at = 0;
  while (at < html.size()) {
    const std::size_t style = html.find("<style>", at);
    const std::size_t script = html.find("<script", at);
    const std::size_t start = std::min(style, script);
    result += html.substr(at, start - at);
    if (start == std::string::npos) break;
    at = html.find(start == style ? "</style>" : "</script>", start);
  }
  const std::string hash = "'sha256-";
  for (std::size_t i = result.find(hash); i != std::string::npos; i = result.find(hash, i + 1)) {
    const std::size_t digits = i + hash.size();
    result.replace(digits, result.find('\'', digits) - digits, "…");
  }
  return result;
}

}  // namespace loopcheck::reports::testing
