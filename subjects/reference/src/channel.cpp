#include "channel.hpp"

#include <array>

#include "loopcheck/protocol/messages.hpp"

namespace reference_subject {

std::optional<std::string> Channel::read_line() {
  std::size_t searched = begin_;
  while (true) {
    const std::size_t end = buffer_.find('\n', searched);
    if (end != std::string::npos) {
      std::string line = buffer_.substr(begin_, end - begin_);
      begin_ = end + 1;
      return line;
    }
    buffer_.erase(0, begin_);
    begin_ = 0;
    searched = buffer_.size();
    if (buffer_.size() > loopcheck::protocol::line_limit) {
      return std::nullopt;
    }
    std::array<char, 65536> chunk;
    const std::size_t size = read_some(chunk);
    if (size == 0) {
      return std::nullopt;
    }
    buffer_.append(chunk.data(), size);
  }
}

bool Channel::write(std::string_view text) {
  while (!text.empty()) {
    const std::size_t written = write_some(text);
    if (written == 0) {
      return false;
    }
    text.remove_prefix(written);
  }
  return true;
}

}  // namespace reference_subject
