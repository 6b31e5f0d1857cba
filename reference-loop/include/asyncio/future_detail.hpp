// How futures and coroutines work inside. Not for users: include "asyncio/future.hpp".
//
// Who owns what: a Future owns the state. A coroutine's frame (with the promise in it) owns its state and,
// while it waits, the state that it waits for. A state owns the states of the coroutines that wait for it,
// and knows its own frame without owning it. Nothing owns a frame but itself: it ends when the coroutine
// ends, or when the loop is closed, which keeps a list of the frames for that. So there are no cycles.
#pragma once

#include <concepts>
#include <coroutine>

#include "asyncio/future.hpp"

namespace asyncio::detail {

class CoroutineBase;

class FutureState : public std::enable_shared_from_this<FutureState> {
 public:
  explicit FutureState(EventLoop& loop) noexcept : loop_(&loop) {}
  FutureState(const FutureState&) = delete;
  FutureState& operator=(const FutureState&) = delete;
  virtual ~FutureState() = default;

  [[nodiscard]] bool done() const noexcept { return status_ != Status::pending; }
  [[nodiscard]] bool cancelled() const noexcept { return status_ == Status::cancelled; }
  [[nodiscard]] EventLoop& loop() const noexcept { return *loop_; }
  [[nodiscard]] CoroutineBase* coroutine() const noexcept { return coroutine_; }
  void set_coroutine(CoroutineBase* coroutine) noexcept { coroutine_ = coroutine; }

  bool cancel();
  [[nodiscard]] std::exception_ptr exception() const;
  void throw_unless_result() const;
  // The next two throw InvalidStateError if it is done already.
  void check_pending() const;
  void finish(std::exception_ptr exception);  // null: the value has been stored
  void finish_cancelled();
  // The coroutine is gone without an end: cancelled, and nobody is told.
  void abandon() noexcept;

  FutureBase::DoneCallbackId add_done_callback(FutureBase::DoneCallback callback);
  bool remove_done_callback(FutureBase::DoneCallbackId id);
  void add_waiter(std::shared_ptr<FutureState> waiter);
  void resume_coroutine();

 private:
  enum class Status { pending, finished, cancelled };
  // Either a callback or a coroutine that waits. One list, since they are told in the order in which they
  // came.
  struct Listener {
    FutureBase::DoneCallbackId id = 0;
    FutureBase::DoneCallback callback;
    std::shared_ptr<FutureState> waiter;
  };
  void schedule(Listener listener);
  void schedule_all();

  EventLoop* loop_;
  CoroutineBase* coroutine_ = nullptr;  // while its frame lives
  Status status_ = Status::pending;
  std::exception_ptr exception_;
  FutureBase::DoneCallbackId last_id_ = 0;
  std::vector<Listener> listeners_;
};

template <class T>
class ValueState : public FutureState {
 public:
  using FutureState::FutureState;
  std::optional<typename Future<T>::Value> value;
};

// The frames of a loop's coroutines.
class CoroutineList {
 public:
  CoroutineList() = default;
  CoroutineList(const CoroutineList&) = delete;
  CoroutineList& operator=(const CoroutineList&) = delete;
  ~CoroutineList() { destroy_waiting(); }

  void insert(CoroutineBase& coroutine) noexcept;
  void remove(CoroutineBase& coroutine) noexcept;
  // Destroys the frames of all that wait. (One that runs just now cannot be destroyed; it ends by itself.)
  void destroy_waiting() noexcept;

 private:
  CoroutineBase* first_ = nullptr;
};

// What the promises of all coroutines have in common.
class CoroutineBase {
 public:
  CoroutineBase(EventLoop& loop, std::shared_ptr<FutureState> state);
  CoroutineBase(const CoroutineBase&) = delete;
  CoroutineBase& operator=(const CoroutineBase&) = delete;
  ~CoroutineBase();

  std::suspend_never initial_suspend() noexcept { return {}; }
  std::suspend_never final_suspend() noexcept { return {}; }
  void unhandled_exception();

  bool cancel();
  // From co_await: before it waits, and when it goes on.
  void wait_for(const std::shared_ptr<FutureState>& state);
  void go_on();
  void resume();

 protected:
  void set_frame(std::coroutine_handle<> frame) noexcept { frame_ = frame; }
  [[nodiscard]] const std::shared_ptr<FutureState>& state() const noexcept { return state_; }

 private:
  friend class CoroutineList;
  CoroutineList* list_;
  CoroutineBase* previous_ = nullptr;
  CoroutineBase* next_ = nullptr;
  std::coroutine_handle<> frame_;
  std::shared_ptr<FutureState> state_;
  std::shared_ptr<FutureState> awaited_;
  bool must_cancel_ = false;  // CancelledError is thrown at the next wait
  bool running_ = true;
};

// By pointers, since the class of a lambda is not complete in its own body.
template <class L>
concept IsLoop = std::is_convertible_v < std::remove_reference_t<L>
*, EventLoop* > ;
template <class S>
concept HasLoop = !IsLoop<S> && requires(S & object) {
  { object.get_loop() } -> std::convertible_to<EventLoop&>;
};

template <class T>
class TypedPromise : public CoroutineBase {
 public:
  explicit TypedPromise(EventLoop& loop) : CoroutineBase(loop, std::make_shared<ValueState<T>>(loop)) {}
  Future<T> get_return_object() noexcept {
    set_frame(std::coroutine_handle<Promise<T>>::from_promise(static_cast<Promise<T>&>(*this)));
    return Future<T>(std::static_pointer_cast<ValueState<T>>(state()));
  }

 protected:
  template <class V>
  void finish(V&& value) {
    static_cast<ValueState<T>&>(*state()).value.emplace(std::forward<V>(value));
    state()->finish(nullptr);
  }
};

template <class T>
class ReturningPromise : public TypedPromise<T> {
 public:
  using TypedPromise<T>::TypedPromise;
  template <std::convertible_to<T> V>
  void return_value(V&& value) {
    this->finish(std::forward<V>(value));
  }
};
template <>
class ReturningPromise<void> : public TypedPromise<void> {
 public:
  using TypedPromise<void>::TypedPromise;
  void return_void() { finish(std::monostate{}); }
};

// The constructors see the coroutine's arguments, and pick the loop.
template <class T>
class Promise : public ReturningPromise<T> {
 public:
  template <IsLoop L, class... Rest>
  explicit Promise(L& loop, Rest&&...) : ReturningPromise<T>(loop) {}
  template <class Self, IsLoop L, class... Rest>
  requires(!IsLoop<Self> && !HasLoop<Self>) Promise(Self&&, L& loop, Rest&&...) : ReturningPromise<T>(loop) {}
  template <HasLoop Self, class... Rest>
  explicit Promise(Self& object, Rest&&...) : ReturningPromise<T>(object.get_loop()) {}
};

template <class T>
class Awaiter {
 public:
  explicit Awaiter(Future<T> future) noexcept : future_(std::move(future)) {}
  [[nodiscard]] bool await_ready() const noexcept { return future_.done(); }
  template <std::derived_from<CoroutineBase> P>
  void await_suspend(std::coroutine_handle<P> frame) {
    frame.promise().wait_for(future_.state());
    waiting_ = &frame.promise();
  }
  T await_resume() {
    if (waiting_ != nullptr) {
      waiting_->go_on();
    }
    if constexpr (std::is_void_v<T>) {
      future_.result();
    } else {
      future_.state()->throw_unless_result();
      auto& value = *static_cast<ValueState<T>&>(*future_.state()).value;
      // Nobody else can ask for it: no copy.
      return future_.state().use_count() == 1 ? T(std::move(value)) : T(value);
    }
  }

 private:
  Future<T> future_;
  CoroutineBase* waiting_ = nullptr;
};

}  // namespace asyncio::detail

namespace asyncio {

template <class T>
Future<T>::Future(EventLoop& loop) : FutureBase(std::make_shared<detail::ValueState<T>>(loop)) {}

template <class T>
detail::ValueState<T>& Future<T>::value_state() const noexcept {
  return static_cast<detail::ValueState<T>&>(*state());
}

template <class T>
T Future<T>::result() const {
  state()->throw_unless_result();
  if constexpr (!std::is_void_v<T>) {
    return *value_state().value;
  }
}

template <class T>
void Future<T>::set_result(Value value) {
  state()->check_pending();
  value_state().value.emplace(std::move(value));
  state()->finish(nullptr);
}

template <class T>
Future<T> Future<T>::with_result(EventLoop& loop, Value value) requires(!std::is_void_v<T>) {
  Future future(loop);
  future.set_result(std::move(value));
  return future;
}

template <class T>
Future<T> Future<T>::with_result(EventLoop& loop) requires std::is_void_v<T> {
  Future future(loop);
  future.set_result();
  return future;
}

template <class T>
Future<T> Future<T>::with_exception(EventLoop& loop, std::exception_ptr exception) {
  Future future(loop);
  future.set_exception(std::move(exception));
  return future;
}

template <class T>
detail::Awaiter<T> Future<T>::operator co_await() const& {
  return detail::Awaiter<T>(*this);
}

template <class T>
detail::Awaiter<T> Future<T>::operator co_await() && {
  return detail::Awaiter<T>(std::move(*this));
}

}  // namespace asyncio
