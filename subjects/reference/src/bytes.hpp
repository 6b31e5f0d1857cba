// Bytes between the library's form and the protocol's.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "loopcheck/protocol/values.hpp"

namespace reference_subject {

inline std::vector<std::byte> to_bytes(std::string_view text) {
  const auto bytes = std::as_bytes(std::span(text));
  return {bytes.begin(), bytes.end()};
}

inline nlohmann::json data_value(std::span<const std::byte> bytes) {
  return loopcheck::protocol::data_value({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

}  // namespace reference_subject
