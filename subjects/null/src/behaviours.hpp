// The ways of doing nothing: what a null subject answers to a scenario, without a loop, a clock or a file.
//
//   Transcript answer = find_behaviour("refuse")->answer(request, 0);
//
// Pure functions: the same request and seed give the same transcript on every system.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "loopcheck/protocol/messages.hpp"

namespace null_subject {

struct Behaviour {
  std::string_view name;
  std::string_view about;
  loopcheck::protocol::Transcript (*answer)(const loopcheck::protocol::RunRequest& request,
                                            std::uint64_t seed);
};

std::span<const Behaviour> behaviours();
const Behaviour* find_behaviour(std::string_view name);  // null if there is none

}  // namespace null_subject
