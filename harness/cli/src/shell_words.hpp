// Cuts a command line into words, as a POSIX shell does with quotes and backslashes, and nothing else of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loopcheck::cli {

// Nothing if a quote is not closed or the last character is a backslash.
std::optional<std::vector<std::string>> shell_words(std::string_view text);

}  // namespace loopcheck::cli
