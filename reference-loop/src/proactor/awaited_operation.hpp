// An operation that a coroutine waits for.
#pragma once

#include <string>

#include "asyncio/future.hpp"
#include "proactor/operation.hpp"
#include "proactor/proactor_event_loop.hpp"

namespace asyncio::proactor_events {

// Lives in the coroutine's frame. When the frame goes, by cancellation or since the loop is closed, the
// operation is abandoned: it may still be in flight, and then keeps its memory by itself.
class AwaitedOperation {
 public:
  AwaitedOperation(ProactorEventLoop& loop, OperationKind kind, FileDescriptor handle);
  AwaitedOperation(const AwaitedOperation&) = delete;
  AwaitedOperation& operator=(const AwaitedOperation&) = delete;
  ~AwaitedOperation() { loop_.abandon(operation_); }

  [[nodiscard]] Operation& operator*() const noexcept { return *operation_; }
  [[nodiscard]] Operation* operator->() const noexcept { return operation_.get(); }

  // The future is done once the operation has ended; OSError, which names `call`, if it failed.
  Future<void> start(std::string call);

 private:
  void completed();

  ProactorEventLoop& loop_;
  OperationPointer operation_;
  Future<void> done_;
  std::string call_;
};

}  // namespace asyncio::proactor_events
