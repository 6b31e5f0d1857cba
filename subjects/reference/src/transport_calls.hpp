// The calls that a step can make on a transport, also on that of a child's pipe.
#pragma once

#include "asyncio/transports.hpp"
#include "step.hpp"

namespace reference_subject {

// The method is the step's parameter "call". Throws Unsupported where the transport's class does not have it.
Json call_transport(asyncio::BaseTransport& transport, const Step& step);

}  // namespace reference_subject
