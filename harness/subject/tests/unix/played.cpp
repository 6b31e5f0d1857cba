#include "played.hpp"

#include "system_processes.hpp"

namespace loopcheck::subject {

const char* const crash_description = "signal 11 (SIGSEGV)";

bool goes_away(unsigned long process) {
  return testing::ends_within(static_cast<pid_t>(process), std::chrono::seconds(30));
}

}  // namespace loopcheck::subject
