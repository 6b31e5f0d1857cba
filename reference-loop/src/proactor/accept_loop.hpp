// Takes the connections of one listening socket: one accept operation, started again and again.
// Python: asyncio.proactor_events.BaseProactorEventLoop._start_serving().
#pragma once

#include <memory>

#include "proactor/operation.hpp"
#include "proactor/proactor_event_loop.hpp"
#include "transports/stream_server.hpp"

namespace asyncio::proactor_events {

class AcceptLoop : public std::enable_shared_from_this<AcceptLoop> {
 public:
  AcceptLoop(ProactorEventLoop& loop, std::shared_ptr<StreamServer> server, FileDescriptor socket)
      : loop_(loop), server_(std::move(server)), socket_(socket) {}

  // Throws OSError if the socket cannot be used so.
  void start();
  // Before the socket is closed.
  void stop() noexcept;

 private:
  void accept();
  void completed();

  ProactorEventLoop& loop_;
  std::shared_ptr<StreamServer> server_;
  FileDescriptor socket_;
  OperationPointer operation_;
};

}  // namespace asyncio::proactor_events
