#include "loopcheck/subject/line_buffer.hpp"

namespace loopcheck::subject {

void LineBuffer::append(std::string_view bytes) {
  while (!bytes.empty() && !overflowed_) {
    const auto end = bytes.find('\n');
    const auto part = bytes.substr(0, end);
    if (unfinished_.size() + part.size() > line_limit_) {
      overflowed_ = true;
      unfinished_.clear();
      return;
    }
    unfinished_.append(part);
    if (end == std::string_view::npos) return;
    waiting_ += unfinished_.size();
    lines_.push_back(std::move(unfinished_));
    unfinished_.clear();
    bytes.remove_prefix(end + 1);
  }
}

std::optional<std::string> LineBuffer::take() {
  if (lines_.empty()) return std::nullopt;
  std::string line = std::move(lines_.front());
  lines_.pop_front();
  waiting_ -= line.size();
  return line;
}

}  // namespace loopcheck::subject
