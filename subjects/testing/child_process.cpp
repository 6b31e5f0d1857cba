#include "child_process.hpp"

#include <utility>

namespace loopcheck::testing {

std::optional<std::string> ChildProcess::read_line() {
  std::size_t searched = 0;
  while (true) {
    const std::size_t end = output_buffer_.find('\n', searched);
    if (end != std::string::npos) {
      std::string line = output_buffer_.substr(0, end);
      output_buffer_.erase(0, end + 1);
      return line;
    }
    searched = output_buffer_.size();
    if (!read_more(Stream::output, output_buffer_)) {
      return std::nullopt;
    }
  }
}

std::string ChildProcess::read_output(std::size_t limit) {
  while (output_buffer_.size() < limit && read_more(Stream::output, output_buffer_)) {
  }
  return std::exchange(output_buffer_, {});
}

std::string ChildProcess::read_error(std::size_t limit) {
  while (error_buffer_.size() < limit && read_more(Stream::error, error_buffer_)) {
  }
  return std::exchange(error_buffer_, {});
}

}  // namespace loopcheck::testing
