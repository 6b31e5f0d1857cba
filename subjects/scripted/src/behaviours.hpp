// The table of behaviours: what each does at which moment.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "loopcheck/protocol/messages.hpp"

namespace scripted_subject {

struct Behaviour {
  std::string_view name;
  std::string_view about;
  // Before anything is read. Null: nothing.
  void (*at_start)();
  // Instead of the proper answer to "initialize". Null: the proper one.
  void (*at_initialize)(std::int64_t id);
  // Instead of the proper answer to a "run" request, before which nothing was said. Null: the proper one.
  void (*at_run)(std::int64_t id, const loopcheck::protocol::RunRequest& request);
};

std::span<const Behaviour> behaviours();
const Behaviour* find_behaviour(std::string_view name);

// The proper answers.
void introduce(std::int64_t id);
void pass_through(std::int64_t id, const loopcheck::protocol::RunRequest& request);

}  // namespace scripted_subject
