// macOS sends SIGPIPE to the process, so blocking it in the thread that writes would leave it to the other
// threads (psignal() in the kernel's dofilewrite()). In its place there is a flag of the open file that says
// not to: F_SETNOSIGPIPE, fcntl(2). It is what SO_NOSIGPIPE is for sockets, and stays set.
#include "unix/pipe_write.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "unix/descriptor.hpp"

namespace asyncio::unix_os {

net::Transferred write_to_pipe(FileDescriptor pipe, std::span<const std::byte> data) noexcept {
  ::fcntl(pipe, F_SETNOSIGPIPE, 1);
  return transferred(::write(pipe, data.data(), data.size()));
}

}  // namespace asyncio::unix_os
