// The writing half of a stream transport: one operation in flight, and what came meanwhile.
#pragma once

#include <memory>
#include <vector>

#include "asyncio/protocols.hpp"
#include "proactor/operation.hpp"
#include "proactor/proactor_event_loop.hpp"

namespace asyncio::proactor_events {

class ByteWriter {
 public:
  class Owner {
   public:
    virtual void bytes_written() = 0;  // size() is smaller than before
    virtual void write_failed(net::SystemError error) = 0;

   protected:
    ~Owner() = default;
  };

  ByteWriter(ProactorEventLoop& loop, Owner& owner) noexcept : loop_(loop), owner_(owner) {}
  ByteWriter(const ByteWriter&) = delete;
  ByteWriter& operator=(const ByteWriter&) = delete;

  // `self` is who keeps this alive; it is held until close().
  void open(OperationKind kind, FileDescriptor handle, std::shared_ptr<void> self);
  // What has not gone is dropped.
  void close() noexcept;

  void write(Bytes data);
  // Nothing waits and nothing is in flight.
  [[nodiscard]] bool idle() const noexcept { return !writing_; }
  // Bytes that the system has not taken yet, as far as is known.
  [[nodiscard]] std::size_t size() const noexcept;

 private:
  void start();
  void completed();

  ProactorEventLoop& loop_;
  Owner& owner_;
  OperationPointer operation_;  // null before open() and after close()
  // Swapped with the operation's buffer when that has gone.
  std::vector<std::byte> waiting_;
  bool writing_ = false;  // from the start to completed()
};

}  // namespace asyncio::proactor_events
