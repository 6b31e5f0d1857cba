#include "asyncio/future.hpp"

#include <algorithm>

#include "asyncio/event_loop.hpp"

namespace asyncio {

bool FutureBase::done() const noexcept {
  return state_->done();
}
bool FutureBase::cancelled() const noexcept {
  return state_->cancelled();
}
bool FutureBase::cancel() {
  return state_->cancel();
}
std::exception_ptr FutureBase::exception() const {
  return state_->exception();
}
EventLoop& FutureBase::get_loop() const noexcept {
  return state_->loop();
}

void FutureBase::set_exception(std::exception_ptr exception) {
  state_->check_pending();
  state_->finish(std::move(exception));
}

FutureBase::DoneCallbackId FutureBase::add_done_callback(DoneCallback callback) {
  return state_->add_done_callback(std::move(callback));
}

bool FutureBase::remove_done_callback(DoneCallbackId id) {
  return state_->remove_done_callback(id);
}

namespace detail {

bool FutureState::cancel() {
  if (done()) {
    return false;
  }
  if (coroutine_ != nullptr) {
    return coroutine_->cancel();
  }
  finish_cancelled();
  return true;
}

std::exception_ptr FutureState::exception() const {
  if (status_ == Status::pending) {
    throw InvalidStateError("Exception is not set.");
  }
  if (status_ == Status::cancelled) {
    throw CancelledError();
  }
  return exception_;
}

void FutureState::throw_unless_result() const {
  if (status_ == Status::pending) {
    throw InvalidStateError("Result is not set.");
  }
  if (const std::exception_ptr error = exception(); error != nullptr) {
    std::rethrow_exception(error);
  }
}

void FutureState::check_pending() const {
  if (done()) {
    throw InvalidStateError("invalid state");
  }
  if (coroutine_ != nullptr) {
    throw RuntimeError("The future of a coroutine gets its result from the coroutine");
  }
}

void FutureState::finish(std::exception_ptr exception) {
  exception_ = std::move(exception);
  status_ = Status::finished;
  schedule_all();
}

void FutureState::finish_cancelled() {
  status_ = Status::cancelled;
  schedule_all();
}

void FutureState::abandon() noexcept {
  coroutine_ = nullptr;
  if (!done()) {
    status_ = Status::cancelled;
    const auto dropped = std::exchange(listeners_, {});
  }
}

FutureBase::DoneCallbackId FutureState::add_done_callback(FutureBase::DoneCallback callback) {
  const FutureBase::DoneCallbackId id = ++last_id_;
  Listener listener{id, std::move(callback), nullptr};
  if (done()) {
    schedule(std::move(listener));
  } else {
    listeners_.push_back(std::move(listener));
  }
  return id;
}

bool FutureState::remove_done_callback(FutureBase::DoneCallbackId id) {
  return std::erase_if(listeners_, [id](const Listener& listener) { return listener.id == id; }) > 0;
}

void FutureState::add_waiter(std::shared_ptr<FutureState> waiter) {
  listeners_.push_back(Listener{0, nullptr, std::move(waiter)});
}

void FutureState::resume_coroutine() {
  if (coroutine_ != nullptr) {
    coroutine_->resume();
  }
}

void FutureState::schedule(Listener listener) {
  if (listener.waiter != nullptr) {
    if (listener.waiter->coroutine() == nullptr) {
      return;  // it was destroyed while it waited
    }
    loop_->call_soon([waiter = std::move(listener.waiter)] { waiter->resume_coroutine(); });
    return;
  }
  loop_->call_soon([state = shared_from_this(), callback = std::move(listener.callback)] {
    FutureBase future(state);
    callback(future);
  });
}

void FutureState::schedule_all() {
  for (Listener& listener : std::exchange(listeners_, {})) {
    schedule(std::move(listener));
  }
}

void CoroutineList::insert(CoroutineBase& coroutine) noexcept {
  coroutine.next_ = first_;
  if (first_ != nullptr) {
    first_->previous_ = &coroutine;
  }
  first_ = &coroutine;
}

void CoroutineList::remove(CoroutineBase& coroutine) noexcept {
  (coroutine.previous_ != nullptr ? coroutine.previous_->next_ : first_) = coroutine.next_;
  if (coroutine.next_ != nullptr) {
    coroutine.next_->previous_ = coroutine.previous_;
  }
}

void CoroutineList::destroy_waiting() noexcept {
  CoroutineBase* coroutine = first_;
  while (coroutine != nullptr) {
    if (coroutine->running_) {
      coroutine = coroutine->next_;
      continue;
    }
    coroutine->frame_.destroy();
    coroutine = first_;  // its locals may have changed the list
  }
}

CoroutineBase::CoroutineBase(EventLoop& loop, std::shared_ptr<FutureState> state)
    : list_(&loop.coroutines_), state_(std::move(state)) {
  state_->set_coroutine(this);
  list_->insert(*this);
}

CoroutineBase::~CoroutineBase() {
  state_->abandon();
  list_->remove(*this);
}

void CoroutineBase::unhandled_exception() {
  if (state_->done()) {
    return;  // nobody could be told of the end, since the loop is closed
  }
  try {
    throw;
  } catch (const CancelledError&) {
    state_->finish_cancelled();
  } catch (...) {
    state_->finish(std::current_exception());
  }
}

bool CoroutineBase::cancel() {
  // If what it waits for is done, the coroutine goes on in this turn or the next, and is told then.
  if (awaited_ == nullptr || !awaited_->cancel()) {
    must_cancel_ = true;
  }
  return true;
}

void CoroutineBase::wait_for(const std::shared_ptr<FutureState>& state) {
  if (state == state_) {
    throw RuntimeError("Task cannot await on itself");
  }
  if (state_->loop().is_closed()) {
    throw RuntimeError("Event loop is closed");
  }
  state->add_waiter(state_);
  awaited_ = state;
  running_ = false;
  if (must_cancel_ && state->cancel()) {
    must_cancel_ = false;
  }
}

void CoroutineBase::go_on() {
  awaited_ = nullptr;
  if (std::exchange(must_cancel_, false)) {
    throw CancelledError();
  }
}

void CoroutineBase::resume() {
  running_ = true;
  frame_.resume();
}

}  // namespace detail
}  // namespace asyncio
