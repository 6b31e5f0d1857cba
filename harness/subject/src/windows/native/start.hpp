// CreateProcess for a program that is kept on a leash.
#pragma once

#include <array>
#include <map>
#include <string>

#include "native/job.hpp"

namespace loopcheck::subject::native {

// Standard input, output and error of the new process: inheritable handles, and the only ones that it
// inherits.
using Streams = std::array<HANDLE, 3>;

// Starts it in the job, before it has run a single instruction. Throws std::system_error. `program` may be
// null: then the command line's first word is looked for as Windows does it. `environment` is set besides our
// own.
Handle start_in_job(const Job& job, const wchar_t* program, std::wstring command_line, const Streams& streams,
                    const std::map<std::string, std::string>& environment);

}  // namespace loopcheck::subject::native
