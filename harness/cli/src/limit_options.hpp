// How many subjects run at once, and how long what may take.
#pragma once

#include <cstddef>

#include "command.hpp"
#include "loopcheck/runner/runner.hpp"

namespace loopcheck::cli {

struct LimitOptions {
  std::size_t jobs = 0;                // 0: so many for each processor
  std::size_t jobs_per_processor = 2;  // a scenario often waits, for a timer or a child
  double timeout = 10;
  double start_timeout = 20;
  double timeout_multiplier = 1;
  double budget = 600;
};

void add_limit_options(CLI::App& command, LimitOptions& options);

// What the runner takes, on a machine with so many processors.
runner::Options runner_options(const Program& program, const LimitOptions& options, int processors);

}  // namespace loopcheck::cli
