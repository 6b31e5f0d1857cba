// How often `loopcheck run` tries a case: --verify, --reruns.
#pragma once

#include <cstddef>

#include <CLI/CLI.hpp>

namespace loopcheck::cli {

struct AttemptOptions {
  std::size_t rounds = 1;   // --verify: of all cases
  std::size_t reruns = 50;  // --reruns: of failing ones at most, if there is one round
};

void add_attempt_options(CLI::App& command, AttemptOptions& options);

}  // namespace loopcheck::cli
