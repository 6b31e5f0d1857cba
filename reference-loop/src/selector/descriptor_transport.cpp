#include "selector/descriptor_transport.hpp"

#include <utility>

#include "asyncio/exceptions.hpp"

namespace asyncio::selector_events {

int system_error_number(const std::exception_ptr& error) noexcept {
  if (!error) return 0;
  try {
    std::rethrow_exception(error);
  } catch (const OSError& system) {
    return system.error_number();
  } catch (...) {
    return 0;
  }
}

DescriptorTransport::DescriptorTransport(SelectorEventLoop& loop, net::OwnedDescriptor descriptor,
                                         std::shared_ptr<BaseProtocol> protocol)
    : loop_(&loop), descriptor_(std::move(descriptor)), protocol_(std::move(protocol)) {}

Future<void> DescriptorTransport::start(bool watch) {
  loop_->check_closed();
  if (watch) watch_reading();
  const auto self = shared_from_this();
  loop_->register_transport(fd(), self);
  loop_->open_transports().add(self);
  loop_->call_soon([self] {
    if (const auto protocol = self->protocol_) protocol->connection_made(self);
  });
  Future<void> connected(*loop_);
  loop_->call_soon([connected]() mutable {
    if (!connected.done()) connected.set_result();
  });
  return connected;
}

void DescriptorTransport::watch_reading() {
  if (loop() == nullptr || closing_) return;
  loop_->watch_reader(fd(), [self = shared_from_this()] { self->read_ready(); });
}

void DescriptorTransport::watch_writing() {
  if (loop() == nullptr) return;
  loop_->watch_writer(fd(), [self = shared_from_this()] { self->write_ready(); });
}

void DescriptorTransport::stop_watching_reading() {
  if (loop() != nullptr) loop_->unwatch_reader(fd());
}

void DescriptorTransport::stop_watching_writing() {
  if (loop() != nullptr) loop_->unwatch_writer(fd());
}

void DescriptorTransport::begin_closing() {
  mark_closing();
  stop_watching_reading();
}

void DescriptorTransport::schedule_connection_lost(std::exception_ptr error) {
  if (loop() == nullptr || lost_) return;
  lost_ = true;
  loop_->call_soon([self = shared_from_this(), error] { self->call_connection_lost(error); });
}

void DescriptorTransport::call_connection_lost(std::exception_ptr error) {
  if (loop() == nullptr) return;
  lost_ = true;
  // Also if the protocol throws: the exception goes to the loop's handler, the descriptor is closed.
  struct Finally {
    DescriptorTransport& transport;
    ~Finally() {
      if (transport.loop_ == nullptr) return;
      transport.let_go(LoopState::running);
    }
  };
  const auto self = shared_from_this();
  const Finally finally{*this};
  if (const auto protocol = protocol_) protocol->connection_lost(std::move(error));
}

void DescriptorTransport::force_close(std::exception_ptr error) {
  if (lost_ || loop() == nullptr) return;
  stop_watching_writing();
  discard_buffer();
  begin_closing();
  schedule_connection_lost(std::move(error));
}

void DescriptorTransport::fatal_error(std::exception_ptr error, const char* message) {
  if (loop() == nullptr) return;
  if (system_error_number(error) == 0) loop_->report(message, error);
  force_close(std::move(error));
}

bool DescriptorTransport::guarded(const std::function<void()>& call, const char* message) {
  try {
    call();
    return true;
  } catch (...) {
    fatal_error(std::current_exception(), message);
    return false;
  }
}

void DescriptorTransport::buffer_grew() {
  if (flow_.grew(buffered())) tell_protocol(&BaseProtocol::pause_writing, "protocol.pause_writing() failed");
}

void DescriptorTransport::buffer_shrank() {
  if (flow_.shrank(buffered()))
    tell_protocol(&BaseProtocol::resume_writing, "protocol.resume_writing() failed");
}

void DescriptorTransport::set_limits(std::optional<std::size_t> high, std::optional<std::size_t> low) {
  flow_.set_limits(high, low);
  buffer_grew();
}

void DescriptorTransport::tell_protocol(void (BaseProtocol::*call)(), const char* message) {
  const auto protocol = protocol_;
  if (!protocol || loop() == nullptr) return;
  try {
    (protocol.get()->*call)();
  } catch (...) {
    if (loop() != nullptr) loop_->report(message, std::current_exception());
  }
}

void DescriptorTransport::loop_closed() noexcept {
  if (loop_ == nullptr) return;
  const auto self = shared_from_this();
  closing_ = true;
  lost_ = true;
  let_go(LoopState::closing);
}

void DescriptorTransport::let_go(LoopState state) noexcept {
  discard_buffer();
  if (state == LoopState::running) {
    stop_watching_reading();
    stop_watching_writing();
    loop_->unregister_transport(fd());
    loop_->open_transports().remove(this);
  }
  released(state);
  descriptor_.reset();
  loop_ = nullptr;
  const auto protocol = std::exchange(protocol_, nullptr);
}

}  // namespace asyncio::selector_events
