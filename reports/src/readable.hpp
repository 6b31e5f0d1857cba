// Steps and transcripts as lines that a person reads.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace loopcheck::reports {

// One line for each step, "watch  add_reader on p.read, callback cb"; steps inside callbacks and threads are
// indented. Takes any JSON: what is no step is shown as it is.
std::vector<std::string> step_lines(const nlohmann::json& steps);

struct TimelineLine {
  std::chrono::nanoseconds at{0};
  bool has_time = false;
  bool is_event = false;
  bool is_trouble = false;  // something was raised or could not be done
  std::string text;         // "watch raised PermissionError: …"
  std::chrono::nanoseconds duration{0};
  std::string took;  // the duration as text; empty for what has none
};

// What record::timeline() made. Takes any array.
std::vector<TimelineLine> timeline_lines(const nlohmann::json& transcript);

}  // namespace loopcheck::reports
