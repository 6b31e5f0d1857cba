// Cuts a stream of bytes into lines, with a bound on the length of one line.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace loopcheck::subject {

class LineBuffer {
 public:
  explicit LineBuffer(std::size_t line_limit) : line_limit_(line_limit) {}

  void append(std::string_view bytes);

  // The next whole line, without its end.
  std::optional<std::string> take();

  [[nodiscard]] bool has_line() const { return !lines_.empty(); }
  [[nodiscard]] std::size_t waiting() const { return waiting_; }  // bytes in whole lines
  // The bytes after the last line end.
  [[nodiscard]] const std::string& unfinished() const { return unfinished_; }
  // A line grew beyond the limit; everything from that line on is dropped.
  [[nodiscard]] bool overflowed() const { return overflowed_; }

 private:
  std::size_t line_limit_;
  std::deque<std::string> lines_;
  std::string unfinished_;
  std::size_t waiting_ = 0;
  bool overflowed_ = false;
};

}  // namespace loopcheck::subject
