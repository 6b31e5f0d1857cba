// A loop of a scenario, with what is open on it. The scenario has one, and each of its threads with a loop of
// its own.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "asyncio/event_loop.hpp"
#include "asyncio/streams.hpp"
#include "task.hpp"

namespace reference_subject {

class Scenario;

class LoopContext {
 public:
  LoopContext(Scenario& scenario, std::unique_ptr<asyncio::EventLoop> loop);
  LoopContext(const LoopContext&) = delete;
  LoopContext& operator=(const LoopContext&) = delete;
  // Closes all that is open, then the loop. Nothing of that fails.
  ~LoopContext();

  [[nodiscard]] asyncio::EventLoop& loop() noexcept { return *loop_; }
  [[nodiscard]] Scenario& scenario() noexcept { return scenario_; }

  // Runs the loop until each of the events was logged `count` times, whoever else stops it meanwhile. Returns
  // early if the scenario is abandoned.
  void run_until(const std::vector<std::string>& events, std::uint64_t count);

  // Runs the loop until the step is done, and gives its value or throws its exception.
  nlohmann::json finish(Task& task);

  // Runs a chain of that many callbacks, each scheduling the next; the last one stops the loop.
  void run_turns(std::int64_t turns);

  // ---- What the end of the scenario has to close
  void keep(std::shared_ptr<Task> task);
  void keep(std::shared_ptr<asyncio::Server> server);
  void keep(std::shared_ptr<asyncio::StreamPair> stream);
  void keep_child(long long pid);
  void connected(const void* protocol, std::shared_ptr<asyncio::BaseTransport> transport);
  void lost(const void* protocol);

 private:
  void close_what_is_open();
  void run_until_all_is_lost();

  Scenario& scenario_;
  std::unique_ptr<asyncio::EventLoop> loop_;
  std::vector<std::shared_ptr<Task>> tasks_;
  std::vector<std::shared_ptr<asyncio::Server>> servers_;
  std::vector<std::shared_ptr<asyncio::StreamPair>> streams_;
  std::vector<std::pair<const void*, std::shared_ptr<asyncio::BaseTransport>>> connections_;
  std::vector<long long> children_;
  std::function<void()> when_all_is_lost_;
};

}  // namespace reference_subject
