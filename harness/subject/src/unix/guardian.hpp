// Ends process groups when the harness is killed, which then can no longer do it itself.
#pragma once

#include <sys/types.h>

namespace loopcheck::subject::native {

// From now on a process beside the harness ends this group when the harness is gone. It is started with the
// first call.
void guard(pid_t group);

// The group has ended, or is about to: its number may soon be another's.
void release(pid_t group);

}  // namespace loopcheck::subject::native
