// Is an assertion true of a transcript? Pure: no clock, no files, no state.
#pragma once

#include <string>
#include <string_view>

#include "loopcheck/catalogue/assertion.hpp"
#include "loopcheck/protocol/transcript.hpp"

namespace loopcheck::evaluation {

// What an assertion is held against. Refers to its parts; they must outlive it.
struct Evidence {
  const protocol::Transcript& transcript;
  std::string_view platform;  // of the environment: numbers of errno differ between platforms
  std::string_view nonce;     // what ${nonce} stands for in an expected value
};

struct Finding {
  bool holds = false;    // false, too, where dropped events leave it open
  std::string expected;  // in plain words
  std::string observed;  // what the transcript shows about it
};

Finding evaluate(const catalogue::Assertion& assertion, const Evidence& evidence);

// V of docs/writing-a-case.md: equality, objects field by field, {"$min": …} and its like.
bool matches_value(const nlohmann::json& expected, const nlohmann::json& value, std::string_view nonce);

}  // namespace loopcheck::evaluation
