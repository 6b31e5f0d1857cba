// The keyword arguments of subprocess.Popen that asyncio refuses.
// https://docs.python.org/3/library/asyncio-eventloop.html#running-subprocesses
#pragma once

#include "asyncio/options.hpp"

namespace asyncio {

enum class SubprocessForm { exec, shell };

// Throws ValueError, with the text that names the argument.
void check_subprocess_arguments(SubprocessForm form, const SubprocessOptions& options);

}  // namespace asyncio
