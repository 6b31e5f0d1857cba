#include "base/base_event_loop.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace asyncio {
namespace {

// A wait for ever would be as good; selectors count in milliseconds, and these must fit their integers.
constexpr Duration longest_wait = std::chrono::hours(24);

// The loop that this thread runs.
thread_local const BaseEventLoop* running_loop = nullptr;

// Far deadlines saturate instead of wrapping round into the past.
Time deadline_after(Time now, Duration delay) noexcept {
  if (delay > Duration::zero() && now > Time::max() - delay) {
    return Time::max();
  }
  if (delay < Duration::zero() && now < Time::min() - delay) {
    return Time::min();
  }
  return now + delay;
}

}  // namespace

BaseEventLoop::BaseEventLoop(std::unique_ptr<Clock> clock) : clock_(std::move(clock)) {}

BaseEventLoop::~BaseEventLoop() {
  executor_.reset();
}

// ---- Running and stopping

bool BaseEventLoop::is_running() const {
  return running_thread_.load(std::memory_order_relaxed) != std::thread::id();
}

void BaseEventLoop::check_closed() const {
  // Not is_closed(): a thread of the executor may come here while the classes below are being destroyed.
  if (closed_.load(std::memory_order_acquire)) {
    throw RuntimeError("Event loop is closed");
  }
}

void BaseEventLoop::check_not_running() const {
  if (is_running()) {
    throw RuntimeError("This event loop is already running");
  }
  if (running_loop != nullptr) {
    throw RuntimeError("Cannot run the event loop while another loop is running");
  }
}

void BaseEventLoop::check_thread() const {
  const std::thread::id running = running_thread_.load(std::memory_order_relaxed);
  if (running != std::thread::id() && running != std::this_thread::get_id()) {
    throw RuntimeError("Non-thread-safe operation invoked on an event loop other than the current one");
  }
}

void BaseEventLoop::run_forever() {
  check_closed();
  check_not_running();
  struct Running {
    explicit Running(BaseEventLoop& owner) : loop(owner) {
      loop.running_thread_.store(std::this_thread::get_id(), std::memory_order_relaxed);
      running_loop = &loop;
    }
    ~Running() {
      loop.stopping_ = false;
      running_loop = nullptr;
      loop.running_thread_.store(std::thread::id(), std::memory_order_relaxed);
    }
    BaseEventLoop& loop;
  } running(*this);
  // stop() before run_forever() still gives one turn.
  do {
    run_once();
  } while (!stopping_);
}

void BaseEventLoop::run_until_done(FutureBase& future) {
  check_closed();
  check_not_running();
  const FutureBase::DoneCallbackId id = future.add_done_callback([this](FutureBase&) { stop(); });
  try {
    run_forever();
  } catch (...) {
    future.remove_done_callback(id);
    throw;
  }
  future.remove_done_callback(id);
  if (!future.done()) {
    throw RuntimeError("Event loop stopped before Future completed.");
  }
}

void BaseEventLoop::close() {
  if (is_running()) {
    throw RuntimeError("Cannot close a running event loop");
  }
  std::vector<Handle> dropped;
  {
    const std::lock_guard lock(incoming_mutex_);
    if (closed_.exchange(true, std::memory_order_acq_rel)) {
      return;
    }
    dropped.swap(incoming_);
    has_incoming_.store(false, std::memory_order_relaxed);
  }
  if (executor_ != nullptr) {
    executor_->shut_down();
  }
  // What the callbacks and coroutines hold may use the loop while it goes, and meets a closed one.
  while (!ready_.empty()) {
    ready_.pop();
  }
  timers_.clear();
  pool_->cancelled_timers = 0;
  jobs_.clear();
  destroy_coroutines();
}

// ---- Callbacks

Handle BaseEventLoop::call_soon(Callback callback) {
  check_closed();
  if (debug_) {
    check_thread();
  }
  if (!callback) {
    throw TypeError("a callable object was expected by call_soon()");
  }
  // What this thread has scheduled with call_soon_threadsafe() before keeps its place.
  take_incoming();
  Handle handle(pool_->acquire(std::move(callback)));
  ready_.push(handle);
  return handle;
}

Handle BaseEventLoop::call_soon_threadsafe(Callback callback) {
  if (!callback) {
    throw TypeError("a callable object was expected by call_soon_threadsafe()");
  }
  check_closed();
  Handle handle(shared_pool_->acquire(std::move(callback)));
  const std::lock_guard lock(incoming_mutex_);
  check_closed();
  incoming_.push_back(handle);
  // A loop that has not yet taken the call before this one has been woken for that already. The loop's own
  // thread is awake, and takes calls over before it waits.
  if (!has_incoming_.exchange(true, std::memory_order_acq_rel) &&
      running_thread_.load(std::memory_order_relaxed) != std::this_thread::get_id()) {
    wake_up();
  }
  return handle;
}

void BaseEventLoop::take_incoming() {
  if (!has_incoming_.load(std::memory_order_acquire)) {
    return;
  }
  {
    const std::lock_guard lock(incoming_mutex_);
    has_incoming_.store(false, std::memory_order_relaxed);
    taken_.swap(incoming_);
  }
  for (Handle& handle : taken_) {
    ready_.push(std::move(handle));
  }
  taken_.clear();
}

TimerHandle BaseEventLoop::call_later(Duration delay, Callback callback) {
  return call_at(deadline_after(time(), delay), std::move(callback));
}

TimerHandle BaseEventLoop::call_at(Time when, Callback callback) {
  check_closed();
  if (debug_) {
    check_thread();
  }
  if (!callback) {
    throw TypeError("a callable object was expected by call_at()");
  }
  TimerHandle handle(pool_->acquire(std::move(callback)));
  handle.node()->when = when;
  timers_.push(handle);
  return handle;
}

Handle BaseEventLoop::make_repeating_handle(Callback callback) {
  Handle handle(pool_->acquire(std::move(callback)));
  handle.node()->repeats = true;
  return handle;
}

// ---- A turn

void BaseEventLoop::run_once() {
  take_incoming();
  timers_.sweep(pool_->cancelled_timers);
  select(next_timeout());
  take_incoming();
  process_events();
  collect_due_timers();

  for (std::size_t left = ready_.size(); left > 0; --left) {
    const Handle handle = ready_.pop();
    if (!handle.cancelled()) {
      run_handle(handle);
    } else {
      handle.node()->callback.reset();  // cancelled by another thread, perhaps, which leaves this to us
    }
  }
}

std::optional<Duration> BaseEventLoop::next_timeout() const {
  if (!ready_.empty() || stopping_) {
    return Duration::zero();
  }
  if (timers_.empty()) {
    return std::nullopt;
  }
  const Time now = time();
  if (timers_.next() <= now) {
    return Duration::zero();
  }
  // Compared first, since the difference of far times could overflow.
  return timers_.next() > deadline_after(now, longest_wait) ? longest_wait : timers_.next() - now;
}

void BaseEventLoop::collect_due_timers() {
  if (timers_.empty()) {
    return;
  }
  // Never early by the loop's own clock. CPython also takes what is due within the clock's present step,
  // which on Windows is early by up to 15.6 ms.
  const Time now = time();
  while (!timers_.empty() && timers_.next() <= now) {
    Handle handle = timers_.pop();
    if (handle.cancelled()) {
      --pool_->cancelled_timers;
    } else {
      ready_.push(std::move(handle));
    }
  }
}

void BaseEventLoop::run_handle(const Handle& handle) {
  detail::HandleNode& node = *handle.node();
  node.running = true;
  try {
    node.callback();
  } catch (...) {
    report("Exception in callback", std::current_exception());
  }
  node.running = false;
  if (!node.repeats || handle.cancelled()) {
    node.callback.reset();
  }
}

// ---- Errors

void BaseEventLoop::report(std::string message, std::exception_ptr exception) {
  call_exception_handler(ExceptionContext{std::move(message), std::move(exception)});
}

}  // namespace asyncio
