// The file of a bound Unix socket.
#pragma once

#include <sys/stat.h>

#include <optional>
#include <string>
#include <utility>

#include "asyncio/native.hpp"

namespace asyncio::unix_os {

// To be removed with its server, unless another one has taken its place.
class SocketFile {
 public:
  // Nothing if the socket is unnamed or has an abstract name, or the file is gone already.
  [[nodiscard]] static std::optional<SocketFile> of(FileDescriptor socket);
  void remove() const noexcept;

 private:
  SocketFile(std::string path, const struct stat& status)
      : path_(std::move(path)), device_(status.st_dev), inode_(status.st_ino) {}
  std::string path_;
  dev_t device_;
  ino_t inode_;
};

}  // namespace asyncio::unix_os
