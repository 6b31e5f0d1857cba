#include "proactor/accept_loop.hpp"

#include <exception>
#include <utility>

namespace asyncio {
namespace proactor_events {

void AcceptLoop::start() {
  loop_.proactor().associate(socket_);
  operation_ = loop_.make_operation([self = shared_from_this()] { self->completed(); });
  operation_->kind = OperationKind::accept;
  operation_->handle = socket_;
  accept();
}

void AcceptLoop::stop() noexcept {
  loop_.abandon(operation_);
  const auto gone = std::exchange(server_, nullptr);
}

void AcceptLoop::accept() {
  loop_.start(operation_);
}

void AcceptLoop::completed() {
  if (operation_ == nullptr) return;
  const auto self = shared_from_this();
  const auto server = server_;
  const net::SystemError error = operation_->error();
  net::OwnedDescriptor connection = std::move(operation_->accepted);
  if (error.is_out_of_resources()) {
    // Calls stop_accepting(), and begins anew in a while.
    server->pause_accepting(socket_, error);
    return;
  }
  if (!error) {
    server->serve(std::move(connection));
  } else if (error != net::connection_reset && error != net::connection_aborted) {
    loop_.report("Accept failed on a socket", std::make_exception_ptr(error.exception("accept")));
  }
  // The protocol's factory may have closed the server.
  if (operation_ != nullptr) accept();
}

}  // namespace proactor_events

void ProactorEventLoop::start_accepting(std::shared_ptr<StreamServer> server, FileDescriptor socket) {
  // Nobody would take the end of the operation, which holds a socket.
  check_closed();
  const auto accepting = std::make_shared<proactor_events::AcceptLoop>(*this, std::move(server), socket);
  accepting->start();
  accept_loops_.insert_or_assign(socket, accepting);
}

void ProactorEventLoop::stop_accepting(FileDescriptor socket) {
  const auto found = accept_loops_.extract(socket);
  if (!found.empty()) found.mapped()->stop();
}

}  // namespace asyncio
