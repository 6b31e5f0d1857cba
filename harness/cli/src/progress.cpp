#include "progress.hpp"

#include <cstdio>

#include <fmt/format.h>

#include "failure_text.hpp"

namespace loopcheck::cli {

void Progress::say(const std::string& line) {
  finish();
  fmt::print("{}\n", harmless(line));
  std::fflush(stdout);  // it tells that the run has begun, to whoever reads a pipe
}

void Progress::warn(const std::string& line) {
  finish();
  std::fflush(stdout);
  fmt::print(stderr, "loopcheck: {}\n", harmless(line));
}

void Progress::failure(const record::Result& result) {
  finish();
  ++failures_;
  fmt::print("\n{}", failure_text(result, suite_, style_));
}

void Progress::update(std::size_t done, std::size_t all) {
  if (!live_) return;
  const auto now = std::chrono::steady_clock::now();
  if (done != all && now - last_update_ < std::chrono::milliseconds(50)) return;
  last_update_ = now;
  std::fflush(stdout);
  fmt::print(stderr, "\r\x1b[K{} of {} scenarios, {} failures", done, all, failures_);
  std::fflush(stderr);
  line_shown_ = true;
}

void Progress::finish() {
  if (!line_shown_) return;
  fmt::print(stderr, "\r\x1b[K");
  std::fflush(stderr);
  line_shown_ = false;
}

}  // namespace loopcheck::cli
