// What differs between systems about the programs that the tests start. One folder per system implements it.
#pragma once

namespace loopcheck::cli {

// What programs' names end with: "" or ".exe".
extern const char* const program_ending;

// An environment of the subject "reference" here.
extern const char* const an_environment;

// 128 + N for an end by signal N.
int status_of(int native_exit_code);

}  // namespace loopcheck::cli
