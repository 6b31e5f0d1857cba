// What differs between operating systems about child processes. One folder per system implements it.
#pragma once

#include <cstddef>
#include <string>

#include <boost/process/async_pipe.hpp>

namespace loopcheck::subject::native {

// A child that is gone must be an error of the write, not the end of the harness.
void ignore_broken_pipes();

// From now on no child inherits any descriptor that is open but 0 to 2: neither the pipes of its siblings,
// which Boost.Process makes inheritable, nor what the harness itself was started with.
void keep_descriptors_from_children();

// Bytes that could be read at once.
std::size_t unread_bytes(boost::process::async_pipe& pipe);

// From the native exit code of Boost.Process: "exit status 3", "signal 11 (SIGSEGV)".
std::string describe_exit(int native_exit_code);

// Ends every process of the group; none left is no error.
void kill_group(long long group);

}  // namespace loopcheck::subject::native
