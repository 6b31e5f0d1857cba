#include "base/thread_pool.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

namespace asyncio {

std::size_t ThreadPool::default_size() noexcept {
  return std::min<std::size_t>(32, std::thread::hardware_concurrency() + 4U);
}

ThreadPool::~ThreadPool() {
  shut_down();
  for (std::thread& thread : threads_) {
    thread.join();
  }
}

void ThreadPool::submit(Job job) {
  const std::lock_guard lock(mutex_);
  jobs_.push_back(std::move(job));
  if (idle_ >= jobs_.size() || threads_.size() >= most_threads_) {
    work_available_.notify_one();
    return;
  }
  try {
    threads_.emplace_back([this] { work(); });
  } catch (const std::system_error&) {
    if (threads_.empty()) {
      jobs_.pop_back();
      throw;
    }
    // The threads that there are will come to it.
  }
}

void ThreadPool::shut_down() noexcept {
  const std::lock_guard lock(mutex_);
  shut_down_ = true;
  work_available_.notify_all();
}

void ThreadPool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    work_available_.wait(lock, [this] { return shut_down_ || !jobs_.empty(); });
    --idle_;
    if (jobs_.empty()) {
      return;
    }
    Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job();
    job = nullptr;  // what it holds is released before the thread counts as idle
    lock.lock();
  }
}

}  // namespace asyncio
