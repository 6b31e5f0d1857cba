// The hint of a diagnostic: which known name a misspelt one was meant to be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace loopcheck::catalogue {

// The number of letters to insert, remove, replace or swap with their neighbour.
std::size_t edit_distance(std::string_view left, std::string_view right);

// `did you mean "open"?` for the nearest name; empty if none is near.
std::string nearest_name_hint(std::string_view name, const std::vector<std::string>& known);

// For names that people know a part of: `do you mean one of these: …`, those that contain the text, ten at
// most. If none does: the hint at the nearest; if none is near: `otherwise`.
std::string similar_names_hint(std::string_view text, const std::vector<std::string>& known,
                               const std::string& otherwise);

}  // namespace loopcheck::catalogue
