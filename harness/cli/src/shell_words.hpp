// Cuts a command line into words: on Unix as a POSIX shell does with quotes and backslashes, on Windows as
// its programs do; and nothing else of a shell.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loopcheck::cli {

// Nothing if a quote is not closed, or, on Unix, if the last character is a backslash.
std::optional<std::vector<std::string>> shell_words(std::string_view text);

}  // namespace loopcheck::cli
