// How a list of known failures is written: a field a line, so that a change of one is a change of one line.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

namespace loopcheck::known_failures {

std::string list_text(const nlohmann::ordered_json& document);

}  // namespace loopcheck::known_failures
