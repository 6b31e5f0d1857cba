// What happened, in a few plain words: the texts of findings and verdicts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/protocol/transcript.hpp"

namespace loopcheck::evaluation {

// A value as JSON, cut short where it is long.
std::string brief(const nlohmann::json& value);
std::string brief(std::string_view text);

// `PermissionError [EPERM]: Operation not permitted`
std::string in_words(const protocol::Exception& exception, std::string_view platform);

// `returned 5`, `raised …`, `was not performed: …`; null for a step of which the transcript has nothing.
std::string in_words(const protocol::StepOutcome* outcome, std::string_view platform);

// `"a", "b"`
std::string quoted_list(const std::vector<std::string>& names);

// The outcome of a step, null if there is none.
const protocol::StepOutcome* find_outcome(const protocol::Transcript& transcript, std::string_view step);

}  // namespace loopcheck::evaluation
