// Callbacks, timers, handles and exceptions.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>

#include "groups.hpp"

namespace asyncio::defects {
namespace {

using Shared = std::shared_ptr<Callback>;

Shared shared(Callback callback) {
  return std::make_shared<Callback>(std::move(callback));
}

// The faults that only show in a long queue: a ring that wraps wrongly, a list that is spliced wrongly.
class LongQueue : public LoopDecorator {
 public:
  enum class Fault { swaps, repeats };
  LongQueue(std::unique_ptr<EventLoop> sound, Fault fault) : LoopDecorator(std::move(sound)), fault_(fault) {}

  void run_forever() override {
    length_ = 0;
    LoopDecorator::run_forever();
    length_ = 0;
  }
  Handle call_soon(Callback callback) override {
    if (is_running() || ++length_ < spoiled) {
      return LoopDecorator::call_soon(std::move(callback));
    }
    const Shared kept = shared(std::move(callback));
    if (length_ == spoiled) {
      slot_ = std::make_shared<Shared>(kept);
      if (fault_ == Fault::swaps) {
        return LoopDecorator::call_soon([slot = slot_] { (**slot)(); });
      }
      return LoopDecorator::call_soon([kept] {
        (*kept)();
        (*kept)();
      });
    }
    if (length_ == spoiled + 1 && fault_ == Fault::swaps) {
      const Shared before = std::exchange(*slot_, kept);
      return LoopDecorator::call_soon([before] { (*before)(); });
    }
    return LoopDecorator::call_soon([kept] { (*kept)(); });
  }

 private:
  static constexpr int spoiled = 33;
  Fault fault_;
  int length_ = 0;
  std::shared_ptr<Shared> slot_;
};

// Sees the callbacks that are registered one after the other between the first run of the loop and the
// second. Before and after it is sound, so that whoever wants to know whether it is alive can find out.
class BetweenRuns : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  void run_forever() override {
    const Ending ending{*this};
    LoopDecorator::run_forever();
  }
  void run_until_done(FutureBase& future) override {
    const Ending ending{*this};
    LoopDecorator::run_until_done(future);
  }
  Handle call_soon(Callback callback) override {
    const bool sound = runs_ != 1 || is_running() || is_closed();
    return sound ? LoopDecorator::call_soon(std::move(callback)) : add(std::move(callback));
  }

 protected:
  virtual Handle add(Callback callback) = 0;
  virtual void ended() = 0;  // a run, in whatever way

 private:
  struct Ending {
    BetweenRuns& loop;
    ~Ending() {
      ++loop.runs_;
      loop.ended();
    }
  };
  int runs_ = 0;
};

class ThirdIsCalledAtOnce : public BetweenRuns {
 public:
  using BetweenRuns::BetweenRuns;

 private:
  Handle add(Callback callback) override {
    if (++waiting_ != 3) {
      return LoopDecorator::call_soon(std::move(callback));
    }
    callback();
    return {};
  }
  void ended() override { waiting_ = 0; }
  int waiting_ = 0;
};

class SecondOfThreeRunsTwice : public BetweenRuns {
 public:
  using BetweenRuns::BetweenRuns;

 private:
  Handle add(Callback callback) override {
    if (++*waiting_ != 2) {
      return LoopDecorator::call_soon(std::move(callback));
    }
    return LoopDecorator::call_soon([waiting = waiting_, kept = shared(std::move(callback))] {
      (*kept)();
      if (*waiting > 2) {
        (*kept)();
      }
    });
  }
  void ended() override { waiting_ = std::make_shared<int>(0); }
  std::shared_ptr<int> waiting_ = std::make_shared<int>(0);
};

// A timer that is due at once makes the next callback change places with the one before.
class ShortTimerLetsOvertake : public BetweenRuns {
 public:
  using BetweenRuns::BetweenRuns;
  TimerHandle call_later(Duration delay, Callback callback) override {
    overtake_ = delay < std::chrono::milliseconds(1) && !is_running();
    return BetweenRuns::call_later(delay, std::move(callback));
  }

 private:
  Handle add(Callback callback) override {
    auto own = std::make_shared<Shared>(shared(std::move(callback)));
    if (std::exchange(overtake_, false) && last_ != nullptr) {
      std::swap(*own, *last_);
    }
    last_ = own;
    return LoopDecorator::call_soon([own] { (**own)(); });
  }
  void ended() override {
    overtake_ = false;
    last_ = nullptr;
  }
  bool overtake_ = false;
  std::shared_ptr<Shared> last_;
};

class ThreadsafeRunsTwice : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Handle call_soon_threadsafe(Callback callback) override {
    return LoopDecorator::call_soon_threadsafe([kept = shared(std::move(callback))] {
      (*kept)();
      (*kept)();
    });
  }
};

// Only where the delay is long, and then by far: a clock that ticks every 15.6 ms hides the rest.
class Early : public LoopDecorator {
 public:
  enum class Of { call_later, call_at };
  Early(std::unique_ptr<EventLoop> sound, Of of) : LoopDecorator(std::move(sound)), of_(of) {}

  TimerHandle call_later(Duration delay, Callback callback) override {
    return of_ == Of::call_later ? early(time() + delay, std::move(callback))
                                 : LoopDecorator::call_later(delay, std::move(callback));
  }
  TimerHandle call_at(Time when, Callback callback) override {
    return of_ == Of::call_at ? early(when, std::move(callback))
                              : LoopDecorator::call_at(when, std::move(callback));
  }

 private:
  TimerHandle early(Time when, Callback callback) {
    const Duration delay = when - time();
    const Duration early = delay > std::chrono::milliseconds(40) ? delay / 4 : delay;
    TimerHandle official = LoopDecorator::call_at(when, [] {});
    LoopDecorator::call_later(early, [official, kept = shared(std::move(callback))] {
      if (!official.cancelled()) {
        (*kept)();
      }
    });
    return official;
  }
  Of of_;
};

// Keeps a delay as milliseconds in 31 bits.
class LongDelaysWrap : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  TimerHandle call_later(Duration delay, Callback callback) override {
    return LoopDecorator::call_later(wrapped(delay), std::move(callback));
  }
  TimerHandle call_at(Time when, Callback callback) override {
    const Time now = time();
    return LoopDecorator::call_at(now + wrapped(when - now), std::move(callback));
  }

 private:
  static Duration wrapped(Duration delay) { return delay % std::chrono::milliseconds(std::int64_t{1} << 31); }
};

class TimerRunsTwice : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  TimerHandle call_later(Duration delay, Callback callback) override {
    return LoopDecorator::call_later(delay, [kept = shared(std::move(callback))] {
      (*kept)();
      (*kept)();
    });
  }
};

class ShortTimersComeLast : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  TimerHandle call_later(Duration delay, Callback callback) override {
    const bool is_short = delay > std::chrono::microseconds(500) && delay < std::chrono::milliseconds(3);
    if (!is_short) {
      return LoopDecorator::call_later(delay, std::move(callback));
    }
    return LoopDecorator::call_later(delay, [this, kept = shared(std::move(callback))] {
      LoopDecorator::call_later(std::chrono::milliseconds(100), [kept] { (*kept)(); });
    });
  }
};

class OverdueTimersKeepNoOrder : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  TimerHandle call_at(Time when, Callback callback) override {
    if (when > time()) {
      return LoopDecorator::call_at(when, std::move(callback));
    }
    TimerHandle official = LoopDecorator::call_at(when, [] {});
    LoopDecorator::call_soon([official, kept = shared(std::move(callback))] {
      if (!official.cancelled()) {
        (*kept)();
      }
    });
    return official;
  }
};

class TimeCountsDown : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  [[nodiscard]] Time time() const override { return -LoopDecorator::time(); }
  TimerHandle call_at(Time when, Callback callback) override {
    return LoopDecorator::call_at(-when, std::move(callback));
  }
};

// Gives the handle of another callback away, so that cancelling changes nothing in the run that comes next.
class UselessHandles : public BetweenRuns {
 public:
  UselessHandles(std::unique_ptr<EventLoop> sound, bool cancelled_from_the_start)
      : BetweenRuns(std::move(sound)), cancelled_(cancelled_from_the_start) {}

 private:
  Handle add(Callback callback) override {
    const auto other = std::make_shared<Handle>();
    LoopDecorator::call_soon([this, other, made = runs_, kept = shared(std::move(callback))] {
      if (made == runs_ || !other->cancelled()) {
        (*kept)();
      }
    });
    *other = LoopDecorator::call_soon([] {});
    if (cancelled_) {
      other->cancel();
    }
    return *other;
  }
  void ended() override { ++runs_; }
  bool cancelled_;
  int runs_ = 0;
};

class HandlerHearsNoException : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  void set_exception_handler(ExceptionHandler handler) override {
    if (!handler) {
      LoopDecorator::set_exception_handler(nullptr);
      return;
    }
    LoopDecorator::set_exception_handler([handler](EventLoop& loop, const ExceptionContext& context) {
      handler(loop, {context.message, nullptr});
    });
  }
};

class HandlerStays : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  void set_exception_handler(ExceptionHandler handler) override {
    if (handler) {
      LoopDecorator::set_exception_handler(std::move(handler));
    }
  }
};

class CallExceptionHandlerDoesNothing : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  void call_exception_handler(const ExceptionContext& /*context*/) override {}
};

// What was scheduled by call_soon() and has not run when an exception comes is lost.
class ExceptionDropsTheBatch : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Handle call_soon(Callback callback) override {
    return LoopDecorator::call_soon([this, made = epoch_, kept = shared(std::move(callback))] {
      if (made < epoch_) {
        return;
      }
      try {
        (*kept)();
      } catch (...) {
        ++epoch_;
        throw;
      }
    });
  }

 private:
  int epoch_ = 0;
};

}  // namespace

Defects defects_of_callbacks() {
  return {
      {.id = "long-queue-swaps",
       .about = "the 33rd and the 34th callback that wait change places",
       .breaks = {"call-soon-fifo"},
       .loop = with<LongQueue>(LongQueue::Fault::swaps)},
      {.id = "long-queue-repeats",
       .about = "the 33rd callback that waits runs twice",
       .breaks = {"call-soon-fifo", "call-soon-once"},
       .loop = with<LongQueue>(LongQueue::Fault::repeats)},
      {.id = "third-callback-is-called-at-once",
       .about = "of the callbacks that wait for the loop to run, the third is called by call_soon() itself",
       .breaks = {"call-soon-next-iteration", "call-soon-fifo", "run-forever-until-stop",
                  "stop-finishes-batch", "handle-cancel", "exception-does-not-stop"},
       .loop = with<ThirdIsCalledAtOnce>()},
      {.id = "second-of-three-runs-twice",
       .about = "where three callbacks wait for the loop to run, the second runs twice",
       // Cases of these rules count the callbacks around one that raises, or that stops the loop.
       .breaks = {"call-soon-next-iteration", "call-soon-once", "call-soon-fifo", "run-forever-until-stop",
                  "stop-finishes-batch", "stop-leaves-new-callbacks", "exception-does-not-stop"},
       .loop = with<SecondOfThreeRunsTwice>()},
      {.id = "short-timer-lets-overtake",
       .about = "a callback that is registered after a timer of no delay overtakes the one before",
       .breaks = {"call-soon-fifo"},
       .loop = with<ShortTimerLetsOvertake>()},
      {.id = "overdue-timers-keep-no-order",
       .about = "timers that are due when they are made run in the order in which they were made",
       .breaks = {"call-later-order"},
       .loop = with<OverdueTimersKeepNoOrder>()},
      {.id = "threadsafe-runs-twice",
       .about = "a callback of call_soon_threadsafe() runs twice",
       .breaks = {"run-forever-until-stop", "call-soon-threadsafe", "exception-does-not-stop"},
       .loop = with<ThreadsafeRunsTwice>()},
      {.id = "call-later-early",
       .about = "a callback of call_later() runs after a quarter of its delay, if that is more than 40 ms",
       .breaks = {"call-later-order", "call-later-not-early"},
       .loop = with<Early>(Early::Of::call_later)},
      {.id = "call-at-early",
       .about = "a callback of call_at() runs after a quarter of what is left, if that is more than 40 ms",
       .breaks = {"call-later-order", "call-at-not-early"},
       .loop = with<Early>(Early::Of::call_at)},
      {.id = "long-delays-wrap",
       .about = "a delay of more than 2^31 milliseconds is too short by as many",
       .breaks = {"delay-beyond-a-day"},
       .loop = with<LongDelaysWrap>()},
      {.id = "timer-runs-twice",
       .about = "a callback of call_later() runs twice",
       .breaks = {"call-later-once", "time-monotonic", "handle-cancel", "handle-cancel-late",
                  "exception-does-not-stop", "add-reader-runs-callback", "signal-callback-in-loop"},
       .loop = with<TimerRunsTwice>()},
      {.id = "short-timers-come-last",
       .about = "a delay of one or two milliseconds takes 100 ms longer, so that other timers overtake",
       .breaks = {"call-later-order", "exception-does-not-stop"},
       .loop = with<ShortTimersComeLast>()},
      {.id = "time-counts-down",
       .about = "time() goes backwards",
       .breaks = {"time-monotonic", "call-later-not-early", "call-later-order", "call-at-not-early",
                  "delay-beyond-a-day"},
       .loop = with<TimeCountsDown>()},
      {.id = "cancel-has-no-effect",
       .about = "a callback runs although its handle was cancelled",
       .breaks = {"handle-cancel", "handle-cancel-late"},
       .loop = with<UselessHandles>(false)},
      {.id = "handles-look-cancelled",
       .about = "cancelled() is true before anybody cancels, and cancelling has no effect",
       .breaks = {"handle-cancel", "handle-cancel-late", "handle-cancelled"},
       .loop = with<UselessHandles>(true)},
      {.id = "handler-hears-no-exception",
       .about = "the exception handler is called without the exception",
       .breaks = {"exception-handler-called"},
       .loop = with<HandlerHearsNoException>()},
      {.id = "exception-handler-stays",
       .about = "set_exception_handler(None) keeps the handler that was set",
       .breaks = {"exception-handler-none"},
       .loop = with<HandlerStays>()},
      {.id = "call-exception-handler-does-nothing",
       .about = "call_exception_handler() calls nobody",
       .breaks = {"call-exception-handler"},
       .loop = with<CallExceptionHandlerDoesNothing>()},
      {.id = "exception-drops-the-batch",
       .about = "after an exception the callbacks that wait are lost",
       .breaks = {"exception-handler-called", "exception-does-not-stop", "exception-handler-none"},
       .loop = with<ExceptionDropsTheBatch>()},
  };
}

}  // namespace asyncio::defects
