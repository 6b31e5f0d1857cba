#include "loopcheck/subject/output_excerpt.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace loopcheck::subject {

void OutputExcerpt::append(std::string_view bytes) {
  const auto room = std::min(bytes.size(), half_ - start_.size());
  start_.append(bytes.substr(0, room));
  bytes.remove_prefix(room);
  if (bytes.size() > half_) {
    dropped_ += bytes.size() - half_;
    bytes.remove_prefix(bytes.size() - half_);
  }
  end_.append(bytes);
  // Cut seldom: erasing at the front moves what stays.
  if (end_.size() > 2 * half_) {
    const auto surplus = end_.size() - half_;
    dropped_ += surplus;
    end_.erase(0, surplus);
  }
}

std::string OutputExcerpt::text() const {
  const auto surplus = end_.size() > half_ ? end_.size() - half_ : 0;
  const auto left_out = dropped_ + surplus;
  if (left_out == 0) return start_ + end_;
  return fmt::format("{}\n[… {} bytes left out …]\n{}", start_, left_out,
                     std::string_view(end_).substr(surplus));
}

}  // namespace loopcheck::subject
