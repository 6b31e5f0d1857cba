// Descriptors of any kind: pipes, files, sockets.
#pragma once

#include <sys/types.h>

#include <string_view>

#include "socket/error.hpp"
#include "socket/owned_descriptor.hpp"

namespace asyncio::unix_os {

using net::DescriptorPair;
using net::OwnedDescriptor;

// Throws OSError with the current errno; `what` names the call or the object.
[[noreturn]] void throw_errno(std::string_view what);

// What read(), send() and the like gave, with the current errno if that is -1.
[[nodiscard]] net::Transferred transferred(ssize_t result) noexcept;

// O_NONBLOCK of the open file description. Throw OSError.
void set_blocking(FileDescriptor fd, bool blocking);
[[nodiscard]] bool is_blocking(FileDescriptor fd);

// A copy with a number of at least `lowest` that no child inherits. Throws OSError.
[[nodiscard]] OwnedDescriptor duplicate(FileDescriptor fd, FileDescriptor lowest = 3);

// Both ends in blocking mode, and not inheritable. Throws OSError.
[[nodiscard]] DescriptorPair make_pipe();

}  // namespace asyncio::unix_os
