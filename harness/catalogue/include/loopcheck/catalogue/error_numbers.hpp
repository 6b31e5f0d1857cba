// The numbers that the names of Python's module errno stand for, platform by platform.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loopcheck/protocol/transcript.hpp"

namespace loopcheck::catalogue {

// Names of errno (EPERM) and of Windows sockets (WSAEINVAL).
bool is_error_name(std::string_view name);

// All names, for hints.
const std::vector<std::string>& error_names();

// Nothing for a name that the platform does not have, or a platform that is not known.
std::optional<int> error_number(std::string_view name, std::string_view platform);

// The name of a number on a platform; empty if it has none here.
std::string error_name(int number, std::string_view platform);

// Whether the exception carries that error. A WSA name fits winerror as well, since Python translates some of
// those numbers into errno and keeps the original there.
bool has_error(const protocol::Exception& exception, std::string_view name, std::string_view platform);

}  // namespace loopcheck::catalogue
