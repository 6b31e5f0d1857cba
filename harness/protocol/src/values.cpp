#include "loopcheck/protocol/values.hpp"

#include <algorithm>

#include "loopcheck/protocol/messages.hpp"

namespace loopcheck::protocol {
namespace {

constexpr std::size_t pattern_period = 251;
constexpr std::size_t text_limit = 1024;

bool is_plain(char c) {
  return (c >= ' ' && c <= '~') || c == '\t' || c == '\n' || c == '\r';
}

bool is_pattern(std::string_view bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (static_cast<unsigned char>(bytes[i]) != i % pattern_period) return false;
  }
  return !bytes.empty();
}

}  // namespace

nlohmann::json data_value(std::string_view bytes) {
  nlohmann::json value = {{"size", bytes.size()}};
  if (bytes.size() <= text_limit && std::all_of(bytes.begin(), bytes.end(), is_plain)) value["text"] = bytes;
  if (is_pattern(bytes)) value["pattern"] = true;
  return value;
}

std::string pattern(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i % pattern_period);
  return bytes;
}

std::string bytes_of(const nlohmann::json& data) {
  constexpr std::size_t largest = std::size_t{1} << 30;
  if (data.is_string()) return data.get<std::string>();
  if (data.is_object()) {
    const auto size = data.find("pattern");
    if (size != data.end() && size->is_number_unsigned() && size->get<std::uint64_t>() <= largest) {
      return pattern(size->get<std::size_t>());
    }
  }
  throw MalformedMessage("data is neither a string nor {\"pattern\": N}");
}

std::string control_answer(std::string_view nonce) {
  return {nonce.rbegin(), nonce.rend()};
}

}  // namespace loopcheck::protocol
