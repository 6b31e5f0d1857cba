// A listening server over one or several stream sockets: TCP and AF_UNIX.
// https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.Server
#pragma once

#include <sys/stat.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "asyncio/future.hpp"
#include "asyncio/transports.hpp"
#include "transports/open_transports.hpp"
#include "unix/descriptor.hpp"
#include "unix/selector_event_loop.hpp"

namespace asyncio::unix_os {

// The file of a bound Unix socket, to be removed unless another one has taken its place.
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

// The loop's list of open transports owns it until it is closed.
class StreamServer final : public Server,
                           public OpenTransport,
                           public std::enable_shared_from_this<StreamServer> {
 public:
  StreamServer(UnixSelectorEventLoop& loop, std::vector<OwnedDescriptor> sockets, Factory<Protocol> factory,
               int backlog);

  void close() override;
  [[nodiscard]] bool is_serving() const override { return serving_; }
  [[nodiscard]] std::vector<FileDescriptor> sockets() const override;
  [[nodiscard]] std::vector<Address> addresses() const override;
  void loop_closed() noexcept override;

  // Listens and accepts; idempotent. Throws OSError, or RuntimeError if it is closed.
  void start_serving();
  // Done once it is closed and its last connection is lost.
  Future<void> wait_closed();
  // close() removes the files of its Unix sockets.
  void remove_files_at_close();

 private:
  void watch(FileDescriptor socket);
  void accept_all(FileDescriptor socket);
  void serve(OwnedDescriptor connection);
  void pause_accepting(FileDescriptor socket, int error_number);
  void connection_lost();
  void wake_waiters();
  void stop_listening() noexcept;

  UnixSelectorEventLoop* loop_;  // null once the loop has gone
  std::vector<OwnedDescriptor> sockets_;
  Factory<Protocol> factory_;
  int backlog_;
  bool serving_ = false;
  bool closed_ = false;
  std::size_t connections_ = 0;
  std::vector<SocketFile> files_;
  std::vector<TimerHandle> retries_;
  std::vector<Future<void>> waiters_;
};

}  // namespace asyncio::unix_os
