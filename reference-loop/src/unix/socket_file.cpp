#include "unix/socket_file.hpp"

#include <unistd.h>

#include "socket/socket.hpp"

namespace asyncio::unix_os {

std::optional<SocketFile> SocketFile::of(FileDescriptor socket) {
  const Address address = net::local_address(socket);
  const auto* local = std::get_if<UnixAddress>(&address);
  if (local == nullptr || local->path.empty() || local->path.front() == '\0') return std::nullopt;
  struct stat status {};
  if (::stat(local->path.c_str(), &status) != 0) return std::nullopt;
  return SocketFile(local->path, status);
}

void SocketFile::remove() const noexcept {
  struct stat status {};
  if (::stat(path_.c_str(), &status) != 0) return;
  // Another server may have bound the same path meanwhile: its file is not ours.
  if (status.st_dev == device_ && status.st_ino == inode_) ::unlink(path_.c_str());
}

}  // namespace asyncio::unix_os
