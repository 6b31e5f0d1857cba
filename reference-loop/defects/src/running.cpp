// Running, stopping and closing.
#include "groups.hpp"
#include "main_thread.hpp"

namespace asyncio::defects {
namespace {

class StillRunningAfterTheEnd : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  void run_until_done(FutureBase& future) override {
    LoopDecorator::run_until_done(future);
    stale_ = true;
  }
  void run_forever() override {
    stale_ = false;
    LoopDecorator::run_forever();
  }
  [[nodiscard]] bool is_running() const override { return stale_ || LoopDecorator::is_running(); }

 private:
  bool stale_ = false;
};

class NeverRunning : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  [[nodiscard]] bool is_running() const override { return false; }
};

class NeverClosed : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  [[nodiscard]] bool is_closed() const override { return false; }
};

class StopBeforeRunSkipsThePass : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  void stop() override {
    if (is_running()) {
      LoopDecorator::stop();
    } else {
      stopped_ = true;
    }
  }
  void run_forever() override {
    if (!std::exchange(stopped_, false)) {
      LoopDecorator::run_forever();
    }
  }

 private:
  bool stopped_ = false;
};

class IdleLoopForgetsStop : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  void stop() override {
    if (is_running() || busy_) {
      LoopDecorator::stop();
    }
  }
  Handle call_soon(Callback callback) override {
    busy_ = true;
    return LoopDecorator::call_soon(std::move(callback));
  }
  void run_forever() override {
    LoopDecorator::run_forever();
    busy_ = false;
  }
  void run_until_done(FutureBase& future) override {
    LoopDecorator::run_until_done(future);
    busy_ = false;
  }

 private:
  bool busy_ = false;
};

// Knows of each callback of call_soon() whether stop() came between. What the loop schedules for itself is
// not touched.
class AfterStop : public LoopDecorator {
 public:
  enum class Treatment { drop_new, postpone_rest };
  AfterStop(std::unique_ptr<EventLoop> sound, Treatment treatment)
      : LoopDecorator(std::move(sound)), treatment_(treatment) {}

  void stop() override {
    stopping_ = is_running();
    LoopDecorator::stop();
  }
  void run_forever() override {
    LoopDecorator::run_forever();
    stopping_ = false;
  }
  void run_until_done(FutureBase& future) override {
    LoopDecorator::run_until_done(future);
    stopping_ = false;
  }
  Handle call_soon(Callback callback) override {
    if (treatment_ == Treatment::drop_new && stopping_) {
      return LoopDecorator::call_soon([] {});
    }
    if (treatment_ == Treatment::drop_new) {
      return LoopDecorator::call_soon(std::move(callback));
    }
    return LoopDecorator::call_soon([this, kept = std::make_shared<Callback>(std::move(callback))] {
      if (stopping_) {
        LoopDecorator::call_soon([kept] { (*kept)(); });
      } else {
        (*kept)();
      }
    });
  }

 private:
  Treatment treatment_;
  bool stopping_ = false;
};

class CloseWhileRunningSaysNothing : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  void close() override {
    if (!is_running()) {
      LoopDecorator::close();
    }
  }
};

class CloseRunsWhatIsPending : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  void close() override {
    if (!is_running() && !is_closed()) {
      LoopDecorator::call_soon([this] { LoopDecorator::stop(); });
      LoopDecorator::run_forever();
    }
    LoopDecorator::close();
  }
};

class SecondCloseRaises : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  void close() override {
    if (is_closed()) {
      throw RuntimeError("the loop is closed already");
    }
    LoopDecorator::close();
  }
};

class RunsAfterClose : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Handle call_soon(Callback callback) override {
    if (!is_closed()) {
      return LoopDecorator::call_soon(std::move(callback));
    }
    callback();
    return {};
  }
};

class ThreadsafeSilentAfterClose : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Handle call_soon_threadsafe(Callback callback) override {
    return is_closed() ? Handle() : LoopDecorator::call_soon_threadsafe(std::move(callback));
  }
};

class ExecutorOnOwnThread : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  Future<void> run_in_executor(std::function<void()> function) override {
    function();
    return Future<void>::with_result(*this);
  }
};

class RunsOnTheMainThreadOnly : public LoopDecorator {
 public:
  using LoopDecorator::LoopDecorator;
  void run_forever() override {
    check();
    LoopDecorator::run_forever();
  }
  void run_until_done(FutureBase& future) override {
    check();
    LoopDecorator::run_until_done(future);
  }

 private:
  static void check() {
    if (!on_main_thread()) {
      throw RuntimeError("set_wakeup_fd only works in main thread");
    }
  }
};

}  // namespace

Defects defects_of_running() {
  using Treatment = AfterStop::Treatment;
  return {
      {.id = "run-until-complete-leaves-running",
       .about = "is_running() stays true after run_until_complete() has returned",
       .breaks = {"run-until-complete-result", "is-running"},
       .loop = with<StillRunningAfterTheEnd>()},
      {.id = "is-running-always-false",
       .about = "is_running() is false within a callback, too",
       .breaks = {"is-running", "signal-callback-in-loop"},
       .loop = with<NeverRunning>()},
      {.id = "is-closed-always-false",
       .about = "is_closed() is false for a closed loop",
       .breaks = {"is-closed", "close-idempotent", "close-discards-pending", "close-final"},
       .loop = with<NeverClosed>()},
      {.id = "stop-before-run-skips-the-pass",
       .about = "run_forever() returns at once if stop() was called before, and runs nothing",
       .breaks = {"stop-before-run"},
       .loop = with<StopBeforeRunSkipsThePass>()},
      {.id = "stop-before-run-forgotten-when-idle",
       .about = "stop() before run_forever() has no effect where no callback is scheduled",
       .breaks = {"stop-before-run"},
       .loop = with<IdleLoopForgetsStop>()},
      {.id = "stop-drops-new-callbacks",
       .about = "what call_soon() is given after stop() is thrown away",
       .breaks = {"run-forever-until-stop", "stop-leaves-new-callbacks"},
       .loop = with<AfterStop>(Treatment::drop_new)},
      {.id = "stop-postpones-the-batch",
       .about = "after stop() the rest of the batch waits for the next run",
       .breaks = {"run-forever-until-stop", "stop-finishes-batch"},
       .loop = with<AfterStop>(Treatment::postpone_rest)},
      {.id = "close-while-running-says-nothing",
       .about = "close() of a running loop returns as if it had done something",
       .breaks = {"close-not-while-running"},
       .loop = with<CloseWhileRunningSaysNothing>()},
      {.id = "close-runs-what-is-pending",
       .about = "close() runs the callbacks that are pending before it closes",
       .breaks = {"close-discards-pending", "close-final"},
       .loop = with<CloseRunsWhatIsPending>()},
      {.id = "second-close-raises",
       .about = "close() of a closed loop raises RuntimeError",
       .breaks = {"close-idempotent"},
       .loop = with<SecondCloseRaises>()},
      {.id = "call-soon-runs-after-close",
       .about = "call_soon() of a closed loop calls the callback",
       .breaks = {"close-final"},
       .loop = with<RunsAfterClose>()},
      {.id = "threadsafe-silent-after-close",
       .about = "call_soon_threadsafe() of a closed loop drops the callback without a word",
       .breaks = {"call-soon-threadsafe-closed"},
       .loop = with<ThreadsafeSilentAfterClose>()},
      {.id = "runs-on-the-main-thread-only",
       .about = "run_forever() and run_until_complete() raise RuntimeError off the main thread",
       // The two of signals are refusals, which are believed only of a loop that is alive in that thread.
       .breaks = {"run-forever-until-stop", "subprocess-from-thread", "signal-main-thread-only",
                  "signal-setup-trouble"},
       .loop = with<RunsOnTheMainThreadOnly>()},
      {.id = "executor-on-own-thread",
       .about = "run_in_executor() calls the function on the loop's thread",
       .breaks = {"close-final", "run-in-executor-thread"},
       .loop = with<ExecutorOnOwnThread>()},
  };
}

}  // namespace asyncio::defects
