// The exit statuses of the program, see `loopcheck --help` and docs/command-line.md. Those of `run` come from
// record::exit_status.
#pragma once

namespace loopcheck::cli {

inline constexpr int exit_success = 0;
inline constexpr int exit_difference = 1;  // lint: an error in the data is 2; smoke: a check failed
inline constexpr int exit_usage = 2;       // wrong usage or invalid data
inline constexpr int exit_trouble = 3;     // a subject could not be started, or the harness itself failed
inline constexpr int exit_nothing = 4;     // nothing was selected

}  // namespace loopcheck::cli
