// The start and the end of an output of any length, in bounded memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace loopcheck::subject {

class OutputExcerpt {
 public:
  // Keeps the first `limit / 2` and the last `limit / 2` bytes.
  explicit OutputExcerpt(std::size_t limit) : half_(limit / 2) {}

  void append(std::string_view bytes);

  // What was kept, with a line in the middle that says how many bytes were left out, if any were.
  [[nodiscard]] std::string text() const;

 private:
  std::size_t half_;
  std::string start_;
  std::string end_;
  std::uint64_t dropped_ = 0;
};

}  // namespace loopcheck::subject
