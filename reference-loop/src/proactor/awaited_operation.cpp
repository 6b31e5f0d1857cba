#include "proactor/awaited_operation.hpp"

#include <exception>
#include <utility>

namespace asyncio::proactor_events {

AwaitedOperation::AwaitedOperation(ProactorEventLoop& loop, OperationKind kind, FileDescriptor handle)
    : loop_(loop), operation_(loop.make_operation([this] { completed(); })) {
  operation_->kind = kind;
  operation_->handle = handle;
}

Future<void> AwaitedOperation::start(std::string call) {
  loop_.check_closed();
  call_ = std::move(call);
  done_ = Future<void>(loop_);
  loop_.start(operation_);
  return done_;
}

void AwaitedOperation::completed() {
  if (done_.done()) return;
  if (operation_->error()) {
    done_.set_exception(std::make_exception_ptr(operation_->error().exception(call_)));
  } else {
    done_.set_result();
  }
}

}  // namespace asyncio::proactor_events
