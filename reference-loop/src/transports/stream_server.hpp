// A listening server over one or several stream sockets: TCP and AF_UNIX. How connections are accepted is its
// loop's business. Python: asyncio.base_events.Server.
// https://docs.python.org/3/library/asyncio-eventloop.html#asyncio.Server
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "asyncio/future.hpp"
#include "asyncio/transports.hpp"
#include "base/base_event_loop.hpp"
#include "socket/error.hpp"
#include "socket/owned_descriptor.hpp"
#include "transports/open_transports.hpp"

namespace asyncio {

// The loop's list of open transports owns it until it is closed.
class StreamServer final : public Server,
                           public OpenTransport,
                           public std::enable_shared_from_this<StreamServer> {
 public:
  // One that its loop owns; it does not listen yet.
  static std::shared_ptr<StreamServer> make(BaseEventLoop& loop, std::vector<net::OwnedDescriptor> sockets,
                                            Factory<Protocol> factory, int backlog);
  StreamServer(BaseEventLoop& loop, std::vector<net::OwnedDescriptor> sockets, Factory<Protocol> factory,
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
  // Called by close(), once.
  void at_close(std::function<void()> call) { at_close_.push_back(std::move(call)); }

  // ---- For the loop that accepts
  [[nodiscard]] int backlog() const noexcept { return backlog_; }
  [[nodiscard]] const std::vector<net::OwnedDescriptor>& descriptors() const noexcept { return sockets_; }
  // Makes the transport of a connection. What fails goes to the exception handler.
  void serve(net::OwnedDescriptor connection);
  // Accepting stops for a while, since the system had no descriptor or memory for a connection.
  void pause_accepting(FileDescriptor socket, net::SystemError error);

 private:
  void connection_lost();
  void wake_waiters();
  void stop_listening() noexcept;

  BaseEventLoop* loop_;  // null once the loop has gone
  std::vector<net::OwnedDescriptor> sockets_;
  Factory<Protocol> factory_;
  int backlog_;
  bool serving_ = false;
  bool closed_ = false;
  std::size_t connections_ = 0;
  std::vector<std::function<void()>> at_close_;
  std::vector<TimerHandle> retries_;
  std::vector<Future<void>> waiters_;
};

}  // namespace asyncio
