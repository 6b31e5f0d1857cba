// A failure in a terminal: rule, link, steps, expected, seen, how to run it again.
#pragma once

#include <string>

#include "loopcheck/record/types.hpp"
#include "terminal.hpp"

namespace loopcheck::cli {

// Some lines. The rule and the case are looked up in `suite`; what it does not have is left out.
std::string failure_text(const record::Result& result, const record::Suite& suite, const Style& style);

}  // namespace loopcheck::cli
