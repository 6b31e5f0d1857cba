// What a request tells to whoever reads it: the material that null subjects make their answers of.
#pragma once

#include <string>
#include <vector>

#include "loopcheck/protocol/messages.hpp"

namespace null_subject {

// Every step with an id, those within callbacks and threads too.
std::vector<const nlohmann::json*> named_steps(const nlohmann::json& steps);

// The names of everything that would log an event: callbacks, and protocols with what happens to them.
std::vector<std::string> event_names(const nlohmann::json& steps);

// Texts, numbers and whole values that stand in the steps, and the nonce as it was sent.
std::vector<nlohmann::json> values_in(const loopcheck::protocol::RunRequest& request);

loopcheck::protocol::StepOutcome returned(const nlohmann::json& step, nlohmann::json value);
loopcheck::protocol::StepOutcome raised(const nlohmann::json& step, const std::string& type);
loopcheck::protocol::Event event(const std::string& name, const std::string& during);

}  // namespace null_subject
