// What a subject says happened in one scenario: the answer to the request "run" (docs/protocol.md).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace loopcheck::protocol {

// An exception, named as Python names it.
struct Exception {
  std::string type;
  std::string message;
  std::optional<int> error_number;  // "errno"
  std::optional<int> winerror;
  std::vector<std::string> bases;  // nearest first; empty where `type` is a built-in
};

enum class Outcome { returned, raised, unsupported, unmet, not_run };

struct StepOutcome {
  std::string step;
  Outcome outcome = Outcome::returned;
  nlohmann::json value;                // returned
  std::optional<Exception> exception;  // raised
  std::string reason;                  // unsupported, unmet, not_run
  std::string need;                    // unmet
  std::chrono::nanoseconds at{0};      // since the scenario began
  std::chrono::nanoseconds duration{0};
};

struct Event {
  std::string name;
  std::string during;  // the top-level step that was being performed
  std::string thread;  // "main" or "other"
  std::chrono::nanoseconds at{0};
  nlohmann::json data;  // an object
};

struct Transcript {
  std::vector<StepOutcome> steps;
  std::vector<Event> events;
  std::uint64_t events_dropped = 0;
};

void from_json(const nlohmann::json& json, Exception& exception);
void to_json(nlohmann::json& json, const Exception& exception);
void from_json(const nlohmann::json& json, StepOutcome& outcome);
void to_json(nlohmann::json& json, const StepOutcome& outcome);
void from_json(const nlohmann::json& json, Event& event);
void to_json(nlohmann::json& json, const Event& event);
// These throw MalformedMessage, which names the field, on anything that docs/protocol.md does not allow.
void from_json(const nlohmann::json& json, Transcript& transcript);
void to_json(nlohmann::json& json, const Transcript& transcript);

// The protocol's word for an outcome: "returned", "raised", "unsupported", "unmet", "not-run".
std::string to_string(Outcome outcome);

}  // namespace loopcheck::protocol
