#include "loopcheck/protocol/shortened.hpp"

namespace loopcheck::protocol {

std::size_t size_within(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text.size();
  std::size_t end = limit;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return end;
}

std::string shortened(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return std::string(text);
  return std::string(text.substr(0, size_within(text, limit))) + "…";
}

}  // namespace loopcheck::protocol
