#pragma once

#include <cstdint>

#include "loopcheck/protocol/messages.hpp"

namespace null_subject {

// Answers drawn from a hat: values, exceptions and events that fit the vocabulary and the scenario, but for
// no reason. The seed and the request decide, and nothing else.
loopcheck::protocol::Transcript answer_at_random(const loopcheck::protocol::RunRequest& request,
                                                 std::uint64_t seed);

}  // namespace null_subject
