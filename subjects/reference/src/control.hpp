// The proof of life: the nonce comes back reversed, by work that only a running loop can have done.
#pragma once

#include <string>

#include "loop_context.hpp"

namespace reference_subject {

// Each character goes through a callback of its own.
std::string pass_through_callbacks(LoopContext& context, const std::string& nonce);

// A server on 127.0.0.1 reverses what a client sends. Both connections are lost afterwards.
std::string pass_through_tcp(LoopContext& context, const std::string& nonce);

}  // namespace reference_subject
