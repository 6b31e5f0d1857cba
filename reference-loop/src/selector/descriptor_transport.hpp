// What all transports over a descriptor have in common: the order of the protocol's callbacks, closing, and
// flow control.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "asyncio/future.hpp"
#include "asyncio/transports.hpp"
#include "selector/selector_event_loop.hpp"
#include "socket/owned_descriptor.hpp"
#include "transports/flow_control.hpp"
#include "transports/open_transports.hpp"

namespace asyncio::selector_events {

// The life of a transport: start() -> connection_made() -> reading and writing -> connection_lost(), once and
// last; then the descriptor is closed. The loop's list of open transports owns it until then.
class DescriptorTransport : public virtual BaseTransport,
                            public OpenTransport,
                            public std::enable_shared_from_this<DescriptorTransport> {
 public:
  DescriptorTransport(SelectorEventLoop& loop, net::OwnedDescriptor descriptor,
                      std::shared_ptr<BaseProtocol> protocol);

  // Schedules connection_made() and, if `watch`, starts watching for input. The watching starts at once, so
  // that the kernel's refusal is thrown from here, before the protocol has heard of the transport; but what
  // the selector reports is queued behind connection_made(). The future is done after connection_made().
  Future<void> start(bool watch);

  [[nodiscard]] bool is_closing() const override { return closing_; }
  void loop_closed() noexcept override;

 protected:
  virtual void read_ready() = 0;
  virtual void write_ready() = 0;
  [[nodiscard]] virtual std::size_t buffered() const noexcept = 0;
  virtual void discard_buffer() noexcept = 0;
  // After connection_lost(), while the descriptor is still open: lets go of what a derived class holds. If
  // the loop is being closed it must not be called any more.
  enum class LoopState { running, closing };
  virtual void released(LoopState /*state*/) noexcept {}

  // Null once the transport is lost, or the loop is closed: there is nothing left to do then.
  [[nodiscard]] SelectorEventLoop* loop() const noexcept {
    return loop_ != nullptr && !loop_->is_closed() ? loop_ : nullptr;
  }
  [[nodiscard]] FileDescriptor fd() const noexcept { return descriptor_.get(); }
  [[nodiscard]] bool lost() const noexcept { return lost_; }

  void watch_reading();
  void watch_writing();
  void stop_watching_reading();
  void stop_watching_writing();

  void mark_closing() noexcept { closing_ = true; }
  // The same, and stops reading.
  void begin_closing();
  // connection_lost() in a later turn, once.
  void schedule_connection_lost(std::exception_ptr error);
  void call_connection_lost(std::exception_ptr error);
  // Drops the buffer and closes.
  void force_close(std::exception_ptr error);
  // An error that ends the connection. A system call's error is the protocol's business alone; anything else
  // is a fault in the program, and goes to the exception handler too.
  void fatal_error(std::exception_ptr error, const char* message);

  // Runs a call into the protocol. If it throws, that is a fatal error with this message; false then.
  bool guarded(const std::function<void()>& call, const char* message);

  // Call pause_writing() and resume_writing() if a mark was passed.
  void buffer_grew();
  void buffer_shrank();
  void set_limits(std::optional<std::size_t> high, std::optional<std::size_t> low);
  [[nodiscard]] FlowControl& flow() noexcept { return flow_; }

 private:
  void tell_protocol(void (BaseProtocol::*call)(), const char* message);
  void let_go(LoopState state) noexcept;

  SelectorEventLoop* loop_;
  net::OwnedDescriptor descriptor_;
  std::shared_ptr<BaseProtocol> protocol_;
  FlowControl flow_;
  bool closing_ = false;
  bool lost_ = false;  // connection_lost() is scheduled or done
};

// Whether `error` is an OSError; its errno if it is, else 0.
[[nodiscard]] int system_error_number(const std::exception_ptr& error) noexcept;

}  // namespace asyncio::selector_events
