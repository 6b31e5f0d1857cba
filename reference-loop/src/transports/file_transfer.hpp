// A file that goes over a socket: how far it has come, and what is asked of the file.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "asyncio/future.hpp"
#include "asyncio/native.hpp"
#include "asyncio/transports.hpp"

namespace asyncio {

// Where a transfer stands. It outlives the coroutine that transfers, so that the file's position is right
// after an error too.
struct FileTransfer {
  FileDescriptor file = invalid_descriptor;
  std::size_t offset = 0;
  std::size_t count = 0;  // 0: to the end of the file
  std::size_t sent = 0;

  [[nodiscard]] bool finished() const noexcept { return count != 0 && sent >= count; }
  [[nodiscard]] std::size_t next_size(std::size_t largest) const noexcept {
    return count == 0 ? largest : std::min(largest, count - sent);
  }
  [[nodiscard]] std::uint64_t position() const noexcept { return std::uint64_t{offset} + sent; }
};

// A transport that a file can be sent over, with sendfile().
class FileSender : public virtual BaseTransport {
 public:
  // write() is refused from now on, and the future is done once the buffer is empty. `interrupt` is called if
  // the connection is lost before end_sendfile(), while the descriptor is still open.
  virtual Future<void> begin_sendfile(std::function<void()> interrupt) = 0;
  virtual void end_sendfile() noexcept = 0;
};

// ---- What is asked of the file; each operating system has its own answers

[[nodiscard]] bool is_regular_file(FileDescriptor file) noexcept;
// Reads at `position`; what cannot be positioned, such as a pipe, is read in its order. 0 at the end. Blocks.
// Throws OSError.
[[nodiscard]] std::size_t read_file(FileDescriptor file, std::span<std::byte> buffer, std::uint64_t position);
// Moves the file's position, where it has one.
void set_file_position(FileDescriptor file, std::uint64_t position) noexcept;

}  // namespace asyncio
