// Where the kernel sends SIGPIPE to the thread that has written (Linux, FreeBSD).
#include "unix/pipe_write.hpp"

#include <unistd.h>

#include "unix/descriptor.hpp"
#include "unix/pipe_signal.hpp"

namespace asyncio::unix_os {

net::Transferred write_to_pipe(FileDescriptor pipe, std::span<const std::byte> data) noexcept {
  const BlockedPipeSignal no_signal;
  return transferred(::write(pipe, data.data(), data.size()));
}

}  // namespace asyncio::unix_os
