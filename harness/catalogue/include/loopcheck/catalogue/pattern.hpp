// The patterns by which a user selects cases, rules, environments.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace loopcheck::catalogue {

// `*` is any text, `?` any one character; everything else stands for itself. Linear but for pathological
// patterns.
bool matches_glob(std::string_view pattern, std::string_view name);

// A pattern with `*` or `?` is a glob over the whole name, any other is looked for within it.
bool matches_pattern(std::string_view pattern, std::string_view name);

// No patterns let everything through.
inline bool matches_any(const std::vector<std::string>& patterns, std::string_view name) {
  return patterns.empty() || std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
           return matches_pattern(pattern, name);
         });
}

}  // namespace loopcheck::catalogue
