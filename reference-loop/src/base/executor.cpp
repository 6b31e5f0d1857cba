// run_in_executor(): a job goes to a thread, its end comes back through call_soon_threadsafe().
#include <utility>

#include "base/base_event_loop.hpp"

namespace asyncio {

// A call of run_in_executor(), shared by the loop and the thread.
struct BaseEventLoop::Job {
  explicit Job(std::function<void()> work) : function(std::move(work)) {}
  std::function<void()> function;
  std::exception_ptr error;
  std::atomic<bool> cancelled{false};
};

Future<void> BaseEventLoop::run_in_executor(std::function<void()> function) {
  check_closed();
  if (executor_ == nullptr) {
    executor_ = std::make_unique<ThreadPool>();
  }
  auto job = std::make_shared<Job>(std::move(function));
  // The thread calls this loop itself and not a class below, which may be on its way out.
  executor_->submit([this, job]() mutable {
    try {
      if (!job->cancelled.load(std::memory_order_relaxed)) {
        job->function();
      }
    } catch (...) {
      job->error = std::current_exception();
    }
    job->function = nullptr;
    try {
      BaseEventLoop::call_soon_threadsafe([this, finished = std::move(job)] { finish_job(*finished); });
    } catch (const RuntimeError&) {
      return;  // the loop has been closed: nobody waits any more
    }
  });
  Future<void> future(*this);
  future.add_done_callback([job](FutureBase& done) {
    if (done.cancelled()) {
      job->cancelled.store(true, std::memory_order_relaxed);
    }
  });
  jobs_.emplace(job.get(), std::pair(job, future));
  return future;
}

void BaseEventLoop::finish_job(Job& job) {
  const auto found = jobs_.extract(&job);
  if (found.empty()) {
    return;
  }
  Future<void>& future = found.mapped().second;
  if (future.done()) {
    return;
  }
  if (job.error != nullptr) {
    future.set_exception(job.error);
  } else {
    future.set_result();
  }
}

}  // namespace asyncio
