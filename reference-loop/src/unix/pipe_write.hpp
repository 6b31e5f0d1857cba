// write() to a pipe whose reader may be gone.
#pragma once

#include <cstddef>
#include <span>

#include "asyncio/native.hpp"
#include "socket/error.hpp"

namespace asyncio::unix_os {

// EPIPE instead of SIGPIPE. One of the files pipe_write.cpp defines it. Does not throw.
[[nodiscard]] net::Transferred write_to_pipe(FileDescriptor pipe, std::span<const std::byte> data) noexcept;

}  // namespace asyncio::unix_os
