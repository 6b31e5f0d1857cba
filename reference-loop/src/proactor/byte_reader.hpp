// The reading half of a stream transport: one operation, started again and again.
#pragma once

#include <memory>

#include "asyncio/protocols.hpp"
#include "proactor/operation.hpp"
#include "proactor/proactor_event_loop.hpp"

namespace asyncio::proactor_events {

class ByteReader {
 public:
  // What it tells its transport.
  class Owner {
   public:
    virtual void bytes_read(Bytes data) = 0;
    virtual void end_read() = 0;
    virtual void read_failed(net::SystemError error) = 0;

   protected:
    ~Owner() = default;
  };

  // At most this much is read in one go.
  static constexpr std::size_t read_size = std::size_t{64} * 1024;

  ByteReader(ProactorEventLoop& loop, Owner& owner) noexcept : loop_(loop), owner_(owner) {}
  ByteReader(const ByteReader&) = delete;
  ByteReader& operator=(const ByteReader&) = delete;

  // Starts the first read. `self` is who keeps this alive; it is held until close().
  void open(OperationKind kind, FileDescriptor handle, std::shared_ptr<void> self);
  // What is being read is dropped.
  void close() noexcept { loop_.abandon(operation_); }

  // A read in flight is not cancelled by pause(), since that could lose bytes: what it brings is kept back
  // until resume().
  [[nodiscard]] bool paused() const noexcept { return paused_; }
  void pause() noexcept { paused_ = true; }
  void resume();

 private:
  void read();
  void completed();
  void deliver();

  ProactorEventLoop& loop_;
  Owner& owner_;
  OperationPointer operation_;  // null before open() and after close()
  std::weak_ptr<void> self_;
  bool paused_ = false;
  bool reading_ = false;  // from the start to completed()
  bool held_ = false;     // what was read waits for resume()
  bool ended_ = false;
};

}  // namespace asyncio::proactor_events
