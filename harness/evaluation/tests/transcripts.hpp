// Short ways to write transcripts down.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "loopcheck/protocol/transcript.hpp"

namespace loopcheck::evaluation {

inline protocol::StepOutcome returned(std::string step, nlohmann::json value = nullptr) {
  protocol::StepOutcome outcome;
  outcome.step = std::move(step);
  outcome.value = std::move(value);
  return outcome;
}

inline protocol::StepOutcome raised(std::string step, std::string type,
                                    std::optional<int> number = std::nullopt) {
  protocol::StepOutcome outcome;
  outcome.step = std::move(step);
  outcome.outcome = protocol::Outcome::raised;
  outcome.exception = protocol::Exception{std::move(type), "it failed", number, std::nullopt, {}};
  return outcome;
}

inline protocol::StepOutcome without_result(std::string step, protocol::Outcome kind, std::string reason,
                                            std::string need = {}) {
  protocol::StepOutcome outcome;
  outcome.step = std::move(step);
  outcome.outcome = kind;
  outcome.reason = std::move(reason);
  outcome.need = std::move(need);
  return outcome;
}

inline protocol::Event event(std::string name, nlohmann::json data = nlohmann::json::object(),
                             std::string during = "run", std::string thread = "main") {
  protocol::Event result;
  result.name = std::move(name);
  result.during = std::move(during);
  result.thread = std::move(thread);
  result.data = std::move(data);
  return result;
}

inline protocol::Transcript transcript(std::vector<protocol::StepOutcome> steps,
                                       std::vector<protocol::Event> events = {}) {
  return {std::move(steps), std::move(events), 0};
}

}  // namespace loopcheck::evaluation
