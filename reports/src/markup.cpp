#include "markup.hpp"

#include <algorithm>
#include <cstdint>

namespace loopcheck::reports {

std::string for_markdown(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]<>()#+-!|&~@").find(c) != std::string_view::npos) result += '\\';
    result += c;
  }
  return result;
}

std::string base64_of_hex(std::string_view hex) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const auto value = [](char c) { return static_cast<std::uint32_t>(c <= '9' ? c - '0' : c - 'a' + 10); };
  std::string result;
  for (std::size_t i = 0; i < hex.size(); i += 6) {  // three bytes at a time
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 6; ++j) bits = bits << 4 | (i + j < hex.size() ? value(hex[i + j]) : 0);
    const std::size_t characters = (std::min<std::size_t>(hex.size() - i, 6) * 4 + 5) / 6;
    for (std::size_t j = 0; j < 4; ++j) {
      result += j < characters ? digits[bits >> (18 - 6 * j) & 63] : '=';
    }
  }
  return result;
}

}  // namespace loopcheck::reports
