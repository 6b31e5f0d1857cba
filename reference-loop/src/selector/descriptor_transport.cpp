#include "selector/descriptor_transport.hpp"

#include <utility>

#include "asyncio/exceptions.hpp"

namespace asyncio::selector_events {

DescriptorTransport::DescriptorTransport(SelectorEventLoop& loop, net::OwnedDescriptor descriptor,
                                         std::shared_ptr<BaseProtocol> protocol)
    : TransportCore(loop, std::move(protocol)), selector_loop_(loop), descriptor_(std::move(descriptor)) {}

std::shared_ptr<DescriptorTransport> DescriptorTransport::self() {
  return std::static_pointer_cast<DescriptorTransport>(shared_from_this());
}

Future<void> DescriptorTransport::start(bool watch) {
  selector_loop_.check_closed();
  if (watch) watch_reading();
  selector_loop_.register_transport(fd(), self());
  return announce();
}

void DescriptorTransport::watch_reading() {
  if (loop() == nullptr || is_closing()) return;
  selector_loop_.watch_reader(fd(), [self = self()] { self->read_ready(); });
}

void DescriptorTransport::watch_writing() {
  if (loop() == nullptr) return;
  selector_loop_.watch_writer(fd(), [self = self()] { self->write_ready(); });
}

void DescriptorTransport::stop_watching_reading() {
  if (loop() != nullptr) selector_loop_.unwatch_reader(fd());
}

void DescriptorTransport::stop_watching_writing() {
  if (loop() != nullptr) selector_loop_.unwatch_writer(fd());
}

void DescriptorTransport::begin_closing() {
  mark_closing();
  stop_watching_reading();
}

// The system refuses to stop watching only what it watches no more: a descriptor that somebody else has
// closed.

void DescriptorTransport::stop_reading() noexcept {
  try {
    stop_watching_reading();
  } catch (const OSError&) {
  }
}

void DescriptorTransport::stop_writing() noexcept {
  try {
    stop_watching_writing();
  } catch (const OSError&) {
  }
  discard_buffer();
}

void DescriptorTransport::released(LoopState state) noexcept {
  if (state == LoopState::running) selector_loop_.unregister_transport(fd());
  descriptor_.reset();
}

}  // namespace asyncio::selector_events
