// The default executor: threads that are started when there is work for them, up to a limit.
// https://docs.python.org/3/library/concurrent.futures.html#threadpoolexecutor
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace asyncio {

class ThreadPool {
 public:
  using Job = std::function<void()>;  // must not throw

  explicit ThreadPool(std::size_t most_threads = default_size()) : most_threads_(most_threads) {}
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;
  ~ThreadPool();  // waits for all jobs, also for those that have not started

  void submit(Job job);
  // No more threads than work: ends each thread as soon as the jobs are done. Does not wait.
  void shut_down() noexcept;

  // The number of processors and four more, at most 32.
  static std::size_t default_size() noexcept;

 private:
  void work();

  const std::size_t most_threads_;
  std::mutex mutex_;
  std::condition_variable work_available_;
  std::deque<Job> jobs_;
  std::size_t idle_ = 0;
  bool shut_down_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace asyncio
