#include "proactor/proactor_event_loop.hpp"

#include <utility>

#include "proactor/accept_loop.hpp"

namespace asyncio {

using proactor_events::OperationPointer;

ProactorEventLoop::ProactorEventLoop(std::unique_ptr<proactor_events::Proactor> proactor,
                                     std::unique_ptr<Clock> clock)
    : BaseEventLoop(std::move(clock)), proactor_(std::move(proactor)) {}

ProactorEventLoop::~ProactorEventLoop() {
  ProactorEventLoop::close();
}

void ProactorEventLoop::close() {
  if (is_closed()) {
    return;
  }
  // The coroutines and transports abandon their operations; the kernel may still be at work on them.
  BaseEventLoop::close();
  for (const auto& [socket, accepting] : std::exchange(accept_loops_, {})) {
    accepting->stop();
  }
  open_transports().close_all();
  ended_.clear();
  proactor_events::drain(*proactor_);
}

// ---- Operations

OperationPointer ProactorEventLoop::make_operation(Callback on_completed) {
  OperationPointer operation = proactor_->make_operation();
  operation->on_completed = make_repeating_handle(std::move(on_completed));
  return operation;
}

void ProactorEventLoop::abandon(OperationPointer& operation) noexcept {
  const OperationPointer abandoned = std::exchange(operation, nullptr);
  if (abandoned == nullptr) {
    return;
  }
  if (abandoned->in_flight()) {
    proactor_->cancel(*abandoned);
  }
  abandoned->on_completed.cancel();
}

void ProactorEventLoop::process_events() {
  for (const OperationPointer& operation : ended_) {
    if (!operation->on_completed.cancelled()) {
      append_ready(operation->on_completed);
    }
  }
  ended_.clear();
}

}  // namespace asyncio
