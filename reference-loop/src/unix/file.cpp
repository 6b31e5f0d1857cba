#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "transports/file_transfer.hpp"
#include "unix/descriptor.hpp"

namespace asyncio {

bool is_regular_file(FileDescriptor file) noexcept {
  struct stat status {};
  return ::fstat(file, &status) == 0 && S_ISREG(status.st_mode);
}

std::size_t read_file(FileDescriptor file, std::span<std::byte> buffer, std::uint64_t position) {
  ssize_t count = ::pread(file, buffer.data(), buffer.size(), static_cast<off_t>(position));
  if (count < 0 && errno == ESPIPE) count = ::read(file, buffer.data(), buffer.size());
  if (count < 0) unix_os::throw_errno("read");
  return static_cast<std::size_t>(count);
}

void set_file_position(FileDescriptor file, std::uint64_t position) noexcept {
  ::lseek(file, static_cast<off_t>(position), SEEK_SET);
}

}  // namespace asyncio
