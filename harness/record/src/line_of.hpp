// Where in a file a JSON pointer leads.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace loopcheck::record {

// The line, from 1 on, on which the value begins that `pointer` names; of one that is not there, that of the
// nearest value around it. `text` must be JSON.
std::size_t line_of(std::string_view text, const std::string& pointer);

}  // namespace loopcheck::record
