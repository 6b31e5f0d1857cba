// Bytes as the protocol shows them ("data value") and as steps give them ("data"), see docs/protocol.md.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace loopcheck::protocol {

// {"size":…, "text":… if short and printable, "pattern":true if they are the pattern of that size}
nlohmann::json data_value(std::string_view bytes);

// A string stands for itself, {"pattern":N} for N bytes of the pattern. Throws MalformedMessage on anything
// else.
std::string bytes_of(const nlohmann::json& data);

// N bytes, byte i being i mod 251.
std::string pattern(std::size_t size);

// The answer that a control step must give: the nonce, reversed.
std::string control_answer(std::string_view nonce);

}  // namespace loopcheck::protocol
