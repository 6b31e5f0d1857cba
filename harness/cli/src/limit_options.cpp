#include "limit_options.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "version.hpp"

namespace loopcheck::cli {
namespace {

std::chrono::nanoseconds seconds(double value) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(value));
}

}  // namespace

void add_limit_options(CLI::App& command, LimitOptions& options) {
  command
      .add_option("--jobs,-j", options.jobs,
                  fmt::format("Subject processes at once (default: {} for each processor)",
                              options.jobs_per_processor))
      ->check(CLI::Range(1, 256))
      ->type_name("N");
  command
      .add_option("--timeout", options.timeout,
                  fmt::format("Seconds that one scenario may take (default: {})", options.timeout))
      ->check(CLI::PositiveNumber)
      ->type_name("SECONDS");
  command
      .add_option("--start-timeout", options.start_timeout,
                  fmt::format("Seconds that a subject may take to start and introduce itself (default: {})",
                              options.start_timeout))
      ->check(CLI::PositiveNumber)
      ->type_name("SECONDS");
  command
      .add_option("--timeout-multiplier", options.timeout_multiplier,
                  "Stretches every timeout, for slow machines")
      ->check(CLI::PositiveNumber)
      ->type_name("FACTOR");
  command
      .add_option("--budget", options.budget,
                  fmt::format("Seconds that the whole run may take (default: {})", options.budget))
      ->check(CLI::PositiveNumber)
      ->type_name("SECONDS");
}

runner::Options runner_options(const Program& program, const LimitOptions& limits, int processors) {
  runner::Options options;
  const auto usual = limits.jobs_per_processor * static_cast<std::size_t>(processors);
  options.jobs = limits.jobs != 0 ? limits.jobs : usual;
  options.scenario_limit = seconds(limits.timeout * limits.timeout_multiplier);
  // A factor below 1 is for scenarios: no subject starts any faster for it.
  options.start_limit = seconds(limits.start_timeout * std::max(1.0, limits.timeout_multiplier));
  options.budget = seconds(limits.budget);
  options.child = program.locations.child;
  options.harness_version = version;
  return options;
}

}  // namespace loopcheck::cli
