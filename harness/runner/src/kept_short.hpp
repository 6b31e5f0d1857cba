// What a subject says of itself, within bounds.
#pragma once

#include "loopcheck/protocol/messages.hpp"

namespace loopcheck::runner {

// Names, versions and details are copied into every result and shown in every table, so that each is cut to
// 500 bytes. The ids of environments stay: requests name them.
protocol::InitializeResult kept_short(protocol::InitializeResult identity);

}  // namespace loopcheck::runner
