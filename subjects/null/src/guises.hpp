// The platforms that a null subject claims to be, with every loop that the rules speak of there.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "loopcheck/protocol/environment.hpp"

namespace null_subject {

std::span<const std::string_view> platforms();  // "linux", "macos", "windows"

// Each loop of that platform by the latest documentation and by those that had rules of their own. Empty if
// there is no such platform.
std::vector<loopcheck::protocol::Environment> environments_of(std::string_view platform);

}  // namespace null_subject
