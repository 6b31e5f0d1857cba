// The fault that this process lays over its loops, if any: "--defect ID".
#pragma once

#include <string>
#include <string_view>

#include "asyncio/defects/defect.hpp"

namespace reference_subject {

// False if there is none of that name. Once, before anything is served.
bool choose_defect(std::string_view id);

// Without a choice, one that changes nothing.
const asyncio::defects::Defect& chosen_defect();

// All of them, for "loopcheck sensitivity": a list of {id, about, breaks, platforms, loops, selectors,
// documented, spares}, as JSON; a line each.
std::string defects_as_json();

}  // namespace reference_subject
