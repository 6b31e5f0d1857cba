// Goes through the protocol with a subject, good and bad, and says in a sentence each what its adapter does
// wrong.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "loopcheck/subject/surroundings.hpp"

namespace loopcheck::subject {

struct SmokeCheck {
  std::string what;  // what an adapter must do
  bool passed = false;
  std::string
      found;  // if it does not: what it did instead, and what to do about it; else what remains to be said
};

struct SmokeOptions {
  std::string child;              // the helper of subprocess cases, as the subject names it
  std::filesystem::path scratch;  // an empty folder
  Surroundings surroundings;      // with the run's folder put in
  std::chrono::nanoseconds limit = std::chrono::seconds(10);  // for each answer
};

// Blocks until done; every wait is bounded. A subject that cannot be started fails the first check, and the
// checks end there.
std::vector<SmokeCheck> smoke(const std::vector<std::string>& command, const SmokeOptions& options);

}  // namespace loopcheck::subject
