// Patterns of names, as the command line takes them.
#pragma once

#include <string_view>

namespace loopcheck::catalogue {

// `*` is any text, `?` any one character; everything else stands for itself. Linear but for pathological
// patterns.
bool matches_glob(std::string_view pattern, std::string_view name);

// A pattern with `*` or `?` is a glob over the whole name, any other is looked for within it.
bool matches_pattern(std::string_view pattern, std::string_view name);

}  // namespace loopcheck::catalogue
