#include "transports/transport_core.hpp"

#include <utility>

#include "asyncio/exceptions.hpp"

namespace asyncio {
namespace {

bool is_system_error(const std::exception_ptr& error) noexcept {
  if (!error) return false;
  try {
    std::rethrow_exception(error);
  } catch (const OSError&) {
    return true;
  } catch (...) {
    return false;
  }
}

}  // namespace

TransportCore::TransportCore(BaseEventLoop& loop, std::shared_ptr<BaseProtocol> protocol)
    : loop_(&loop), protocol_(std::move(protocol)) {}

Future<void> TransportCore::announce() {
  loop_->check_closed();
  const auto self = shared_from_this();
  loop_->open_transports().add(self);
  loop_->call_soon([self] {
    if (const auto protocol = self->protocol_) protocol->connection_made(self);
  });
  loop_->call_soon([self] {
    if (self->loop() != nullptr && !self->closing_) self->begin_reading();
  });
  Future<void> connected(*loop_);
  loop_->call_soon([connected]() mutable {
    if (!connected.done()) connected.set_result();
  });
  return connected;
}

void TransportCore::schedule_connection_lost(std::exception_ptr error) {
  if (loop() == nullptr || lost_) return;
  lost_ = true;
  loop_->call_soon([self = shared_from_this(), error] { self->call_connection_lost(error); });
}

void TransportCore::call_connection_lost(std::exception_ptr error) {
  if (loop() == nullptr) return;
  lost_ = true;
  // Also if the protocol throws: the exception goes to the loop's handler, what the system gave is closed.
  struct Finally {
    TransportCore& transport;
    ~Finally() {
      if (transport.loop_ != nullptr) transport.let_go(LoopState::running);
    }
  };
  const auto self = shared_from_this();
  const Finally finally{*this};
  if (const auto protocol = protocol_) protocol->connection_lost(std::move(error));
}

void TransportCore::force_close(std::exception_ptr error) {
  if (lost_ || loop() == nullptr) return;
  mark_closing();
  forced_ = true;
  stop_writing();
  stop_reading();
  schedule_connection_lost(std::move(error));
}

void TransportCore::fatal_error(std::exception_ptr error, const char* message) {
  if (loop() == nullptr) return;
  if (!is_system_error(error)) loop_->report(message, error);
  force_close(std::move(error));
}

void TransportCore::buffer_grew() {
  if (flow_.grew(buffered())) tell_protocol(&BaseProtocol::pause_writing, "protocol.pause_writing() failed");
}

void TransportCore::buffer_shrank() {
  if (flow_.shrank(buffered())) {
    tell_protocol(&BaseProtocol::resume_writing, "protocol.resume_writing() failed");
  }
}

void TransportCore::set_limits(std::optional<std::size_t> high, std::optional<std::size_t> low) {
  flow_.set_limits(high, low);
  buffer_grew();
}

void TransportCore::tell_protocol(void (BaseProtocol::*call)(), const char* message) {
  const auto protocol = protocol_;
  if (!protocol || loop() == nullptr) return;
  try {
    (protocol.get()->*call)();
  } catch (...) {
    if (loop() != nullptr) loop_->report(message, std::current_exception());
  }
}

void TransportCore::loop_closed() noexcept {
  if (loop_ == nullptr) return;
  const auto self = shared_from_this();
  closing_ = true;
  lost_ = true;
  let_go(LoopState::closing);
}

void TransportCore::let_go(LoopState state) noexcept {
  stop_writing();
  stop_reading();
  if (state == LoopState::running) loop_->open_transports().remove(this);
  released(state);
  loop_ = nullptr;
  const auto protocol = std::exchange(protocol_, nullptr);
}

}  // namespace asyncio
