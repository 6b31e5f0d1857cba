// A thread of a scenario, which performs steps of its own: the step "in_thread".
#pragma once

#include <atomic>
#include <string>
#include <thread>

#include "loop_context.hpp"
#include "step.hpp"

namespace reference_subject {

class Worker {
 public:
  enum class Loop {
    same,  // the steps use the loop of `context`
    own    // a fresh loop of the same environment, closed at the end
  };

  // Starts the thread. `name` is unique within the scenario.
  Worker(LoopContext& context, std::string name, Json steps, Loop loop);
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() { join(); }

  [[nodiscard]] bool finished() const noexcept { return finished_; }
  // The name under which the log can be waited on for the end of the thread.
  [[nodiscard]] std::string finished_note() const;
  // Blocks until the thread has ended. Idempotent.
  void join();

 private:
  void run(LoopContext& context, Loop loop) noexcept;

  std::string name_;
  Json steps_;
  std::atomic<bool> finished_ = false;
  std::thread thread_;
};

}  // namespace reference_subject
