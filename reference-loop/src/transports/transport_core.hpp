// What all transports have in common, whatever loop they belong to: the order of the protocol's callbacks,
// closing, and flow control.
#pragma once

#include <cstddef>
#include <exception>
#include <memory>
#include <optional>

#include "asyncio/future.hpp"
#include "asyncio/transports.hpp"
#include "base/base_event_loop.hpp"
#include "transports/flow_control.hpp"
#include "transports/open_transports.hpp"

namespace asyncio {

// The life of a transport: announce() -> connection_made() -> reading and writing -> connection_lost(), once
// and last; then it lets go of what the system gave. The loop's list of open transports owns it until then.
class TransportCore : public virtual BaseTransport,
                      public OpenTransport,
                      public std::enable_shared_from_this<TransportCore> {
 public:
  TransportCore(BaseEventLoop& loop, std::shared_ptr<BaseProtocol> protocol);

  [[nodiscard]] bool is_closing() const override { return closing_; }
  void loop_closed() noexcept override;

 protected:
  enum class LoopState { running, closing };

  // ---- What a class below provides
  [[nodiscard]] virtual std::size_t buffered() const noexcept = 0;
  // No more is read; what is being read is dropped.
  virtual void stop_reading() noexcept = 0;
  // No more is written; what is buffered or being written is dropped.
  virtual void stop_writing() noexcept = 0;
  // After connection_lost(): closes what the system gave, lets go of the protocol. If the loop is being
  // closed it must not be called any more.
  virtual void released(LoopState state) noexcept = 0;

  // Called after connection_made(), unless the transport is closing by then.
  virtual void begin_reading() = 0;

  // ---- What it may use
  // Schedules connection_made() and begin_reading(). The future is done after them.
  Future<void> announce();

  // Null once the transport is lost, or the loop is closed: there is nothing left to do then.
  [[nodiscard]] BaseEventLoop* loop() const noexcept {
    return loop_ != nullptr && !loop_->is_closed() ? loop_ : nullptr;
  }
  [[nodiscard]] bool lost() const noexcept { return lost_; }
  // Closed by force_close(): what was buffered is lost.
  [[nodiscard]] bool forced() const noexcept { return forced_; }

  void mark_closing() noexcept { closing_ = true; }
  // connection_lost() in a later turn, once.
  void schedule_connection_lost(std::exception_ptr error);
  void call_connection_lost(std::exception_ptr error);
  // Stops reading and writing, and closes.
  void force_close(std::exception_ptr error);
  // An error that ends the connection. A system call's error is the protocol's business alone; anything else
  // is a fault in the program, and goes to the exception handler too.
  void fatal_error(std::exception_ptr error, const char* message);

  // Runs a call into the protocol. If it throws, that is a fatal error with this message; false then.
  template <class Call>
  bool guarded(const Call& call, const char* message) {
    try {
      call();
      return true;
    } catch (...) {
      fatal_error(std::current_exception(), message);
      return false;
    }
  }

  // Call pause_writing() and resume_writing() if a mark was passed.
  void buffer_grew();
  void buffer_shrank();
  void set_limits(std::optional<std::size_t> high, std::optional<std::size_t> low);

 private:
  void tell_protocol(void (BaseProtocol::*call)(), const char* message);
  void let_go(LoopState state) noexcept;

  BaseEventLoop* loop_;
  std::shared_ptr<BaseProtocol> protocol_;
  FlowControl flow_;
  bool closing_ = false;
  bool forced_ = false;
  bool lost_ = false;  // connection_lost() is scheduled or done
};

}  // namespace asyncio
