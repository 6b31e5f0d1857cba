// New descriptors that no child inherits, by calls that every Unix has: the flags are set one by one.
// Fixtures are opened while nothing else runs in this process. All throw asyncio::OSError.
#pragma once

#include <array>

namespace reference_subject {

enum class Mode { blocking, non_blocking };

std::array<int, 2> open_pipe();  // blocking; the end to read from is the first
int open_socket(int family, int type, Mode mode);
std::array<int, 2> open_socket_pair(int type);  // AF_UNIX, non-blocking
int accept_connection(int listening);           // non-blocking

}  // namespace reference_subject
