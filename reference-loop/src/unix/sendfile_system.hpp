// sendfile(2): file to socket without a copy through the program. Each system has its own; one of the files
// sendfile_system_*.cpp is built.
#pragma once

#include <sys/types.h>

#include <cstddef>

#include "asyncio/native.hpp"
#include "socket/error.hpp"

namespace asyncio::unix_os {

// Sends up to `count` bytes of `file` from `offset` on; neither uses nor moves the file's position. The
// number of bytes sent, 0 at the end of the file, or the error. Never raises SIGPIPE. Does not throw.
[[nodiscard]] net::Transferred system_sendfile(FileDescriptor socket, FileDescriptor file, off_t offset,
                                               std::size_t count) noexcept;

}  // namespace asyncio::unix_os
