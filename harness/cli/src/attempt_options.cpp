#include "attempt_options.hpp"

namespace loopcheck::cli {

void add_attempt_options(CLI::App& command, AttemptOptions& options) {
  command
      .add_option("--verify", options.rounds, "Run each case N times and report those whose outcomes differ")
      ->check(CLI::Range(1, 10'000))
      ->type_name("N");
  command
      .add_option("--reruns", options.reruns,
                  "Failing cases that are run again at most, each alone in a fresh process (default: 50)")
      ->check(CLI::Range(0, 100'000))
      ->type_name("N");
}

}  // namespace loopcheck::cli
