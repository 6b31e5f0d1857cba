// What a user sees while a run goes on: a line that is written over on a terminal, plain lines elsewhere; a
// block for each failure.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "loopcheck/record/types.hpp"
#include "terminal.hpp"

namespace loopcheck::cli {

class Progress {
 public:
  // `live`: standard error is a terminal, whose last line may be written over.
  Progress(Style style, bool live, const record::Suite& suite) : style_(style), live_(live), suite_(suite) {}

  void say(const std::string& line);           // a plain line on standard output
  void warn(const std::string& line);          // the same on standard error
  void failure(const record::Result& result);  // rule, link, steps, expected, seen, how to run it again
  void update(std::size_t done, std::size_t all);
  void finish();  // takes the live line away

 private:
  Style style_;
  bool live_;
  const record::Suite& suite_;
  std::size_t failures_ = 0;
  bool line_shown_ = false;
  std::chrono::steady_clock::time_point last_update_{};
};

}  // namespace loopcheck::cli
