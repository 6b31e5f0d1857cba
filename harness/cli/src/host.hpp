// The machine that a run is done on.
#pragma once

#include "loopcheck/record/types.hpp"

namespace loopcheck::cli {

record::Host this_host();

}  // namespace loopcheck::cli
