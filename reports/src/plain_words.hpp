// The steps of a case in plain words: what was tried, for people who do not know the vocabulary of the steps.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace loopcheck::reports {

struct TriedStep {
  std::size_t depth = 0;  // 0: a step of the case itself; more: inside a callback or a thread
  std::string id;         // what expectations and transcripts call it; may be empty
  std::string words;      // "watch p.read for reading by add_reader(), which calls cb("a")"

  friend bool operator==(const TriedStep&, const TriedStep&) = default;
};

// Takes any JSON: a step of an unknown kind is told by its name and its parameters, and what is no step is
// shown as it is.
std::vector<TriedStep> tried(const nlohmann::json& steps);

}  // namespace loopcheck::reports
