// What transports over a watched descriptor add to TransportCore: the watching, and the descriptor itself.
#pragma once

#include <memory>

#include "asyncio/future.hpp"
#include "selector/selector_event_loop.hpp"
#include "socket/owned_descriptor.hpp"
#include "transports/transport_core.hpp"

namespace asyncio::selector_events {

class DescriptorTransport : public TransportCore {
 public:
  DescriptorTransport(SelectorEventLoop& loop, net::OwnedDescriptor descriptor,
                      std::shared_ptr<BaseProtocol> protocol);

  // Announces the transport and, if `watch`, starts watching for input. The watching starts at once, so that
  // the kernel's refusal is thrown from here, before the protocol has heard of the transport; but what the
  // selector reports is queued behind connection_made().
  Future<void> start(bool watch);

 protected:
  virtual void read_ready() = 0;
  virtual void write_ready() = 0;
  virtual void discard_buffer() noexcept = 0;

  [[nodiscard]] FileDescriptor fd() const noexcept { return descriptor_.get(); }

  void watch_reading();
  void watch_writing();
  void stop_watching_reading();
  void stop_watching_writing();

  // Closing, and no more is read.
  void begin_closing();

  // TransportCore. released() closes the descriptor: a class below that overrides it calls this one.
  void begin_reading() override {}
  void stop_reading() noexcept override;
  void stop_writing() noexcept override;
  void released(LoopState state) noexcept override;

 private:
  [[nodiscard]] std::shared_ptr<DescriptorTransport> self();

  SelectorEventLoop& selector_loop_;
  net::OwnedDescriptor descriptor_;
};

}  // namespace asyncio::selector_events
