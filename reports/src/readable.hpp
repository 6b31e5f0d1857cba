// Transcripts as lines that a person reads.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/record/types.hpp"

namespace loopcheck::reports {

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

// What a result says besides what was expected and what was seen: empty if its message is only these two.
std::string own_message(const record::Result& result);

}  // namespace loopcheck::reports
