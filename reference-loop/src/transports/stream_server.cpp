#include "transports/stream_server.hpp"

#include <chrono>
#include <utility>

#include "socket/socket.hpp"

namespace asyncio {
namespace {

// How long no connection is accepted after the system had no descriptor or memory for one.
constexpr std::chrono::seconds accept_retry_delay{1};

}  // namespace

StreamServer::StreamServer(BaseEventLoop& loop, std::vector<net::OwnedDescriptor> sockets,
                           Factory<Protocol> factory, int backlog)
    : loop_(&loop), sockets_(std::move(sockets)), factory_(std::move(factory)), backlog_(backlog) {}

std::shared_ptr<StreamServer> StreamServer::make(BaseEventLoop& loop,
                                                 std::vector<net::OwnedDescriptor> sockets,
                                                 Factory<Protocol> factory, int backlog) {
  auto server = std::make_shared<StreamServer>(loop, std::move(sockets), std::move(factory), backlog);
  loop.open_transports().add(server);
  return server;
}

void StreamServer::start_serving() {
  if (closed_) throw RuntimeError("server is closed");
  if (serving_) return;
  for (const net::OwnedDescriptor& socket : sockets_) {
    net::listen(socket.get(), backlog_);
    loop_->start_accepting(shared_from_this(), socket.get());
  }
  serving_ = true;
}

void StreamServer::pause_accepting(FileDescriptor socket, net::SystemError error) {
  // The kernel goes on reporting the socket as ready: watching it would only spin.
  loop_->stop_accepting(socket);
  std::erase_if(retries_, [this](const TimerHandle& retry) { return retry.when() <= loop_->time(); });
  retries_.push_back(loop_->call_later(accept_retry_delay, [self = shared_from_this(), socket] {
    if (self->serving_) self->loop_->start_accepting(self, socket);
  }));
  loop_->report("socket.accept() out of system resource", std::make_exception_ptr(error.exception("accept")));
}

void StreamServer::serve(net::OwnedDescriptor connection) {
  try {
    const auto self = shared_from_this();
    static_cast<void>(
        loop_->make_socket_transport(std::move(connection), factory_(), [self] { self->connection_lost(); }));
    ++connections_;
  } catch (...) {
    loop_->report("Error on transport creation for incoming connection", std::current_exception());
  }
}

void StreamServer::connection_lost() {
  --connections_;
  if (closed_ && connections_ == 0) wake_waiters();
}

void StreamServer::close() {
  if (closed_) return;
  const auto self = shared_from_this();
  closed_ = true;
  if (loop_ != nullptr && !loop_->is_closed()) {
    for (TimerHandle& retry : retries_) retry.cancel();
    for (const net::OwnedDescriptor& socket : sockets_) loop_->stop_accepting(socket.get());
    loop_->open_transports().remove(this);
  }
  stop_listening();
  if (connections_ == 0) wake_waiters();
}

void StreamServer::stop_listening() noexcept {
  serving_ = false;
  retries_.clear();
  sockets_.clear();
  for (const auto& call : std::exchange(at_close_, {})) call();
}

void StreamServer::loop_closed() noexcept {
  loop_ = nullptr;
  closed_ = true;
  stop_listening();
  const auto factory = std::exchange(factory_, nullptr);
  const auto waiters = std::exchange(waiters_, {});
}

Future<void> StreamServer::wait_closed() {
  if (loop_ == nullptr) throw RuntimeError("Event loop is closed");
  Future<void> waiter(*loop_);
  if (closed_ && connections_ == 0) {
    waiter.set_result();
  } else {
    waiters_.push_back(waiter);
  }
  return waiter;
}

void StreamServer::wake_waiters() {
  for (Future<void>& waiter : std::exchange(waiters_, {})) {
    if (!waiter.done()) waiter.set_result();
  }
}

std::vector<FileDescriptor> StreamServer::sockets() const {
  std::vector<FileDescriptor> result;
  for (const net::OwnedDescriptor& socket : sockets_) result.push_back(socket.get());
  return result;
}

std::vector<Address> StreamServer::addresses() const {
  std::vector<Address> result;
  for (const net::OwnedDescriptor& socket : sockets_) result.push_back(net::local_address(socket.get()));
  return result;
}

}  // namespace asyncio
