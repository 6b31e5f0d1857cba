// One "run" request: its steps, what they gave, and what happened.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "asyncio/event_loop.hpp"
#include "asyncio/selector.hpp"
#include "event_log.hpp"
#include "loop_context.hpp"
#include "loopcheck/protocol/messages.hpp"
#include "names.hpp"
#include "process.hpp"
#include "received.hpp"
#include "step.hpp"

namespace reference_subject {

using LoopFactory = std::function<std::unique_ptr<asyncio::EventLoop>()>;
using SelectorFactory = std::function<std::unique_ptr<asyncio::Selector>()>;

// What is the same for all scenarios of one environment.
struct Surroundings {
  LoopFactory make_loop;          // the loop of the environment
  SelectorFactory make_selector;  // a selector of the kind that this loop has; null if it has none
  std::string documented;         // the version of the documentation that it answers to
  std::string child;              // path of the helper of subprocess cases
};

class Scenario {
 public:
  using StepListener = std::function<void(const std::string& id)>;

  Scenario(const Surroundings& surroundings, const loopcheck::protocol::RunRequest& request);
  Scenario(const Scenario&) = delete;
  Scenario& operator=(const Scenario&) = delete;
  ~Scenario();

  // Performs the steps on a fresh loop, which is closed afterwards with everything that is open. `before` is
  // called before each step. Throws InvalidScenario; whatever else it throws is a fault of the adapter. To be
  // called once.
  loopcheck::protocol::Transcript perform(const StepListener& before);

  // Performs one step and records its outcome. Used by callbacks and threads, too, for the steps in them.
  void perform_step(LoopContext& context, const Json& step);

  // The adapter itself failed, or the scenario cannot be understood: the request is answered with an error.
  void fail(std::exception_ptr failure);

  [[nodiscard]] EventLog& log() noexcept { return log_; }
  [[nodiscard]] Names& names() noexcept { return names_; }
  [[nodiscard]] Received& received() noexcept { return received_; }
  [[nodiscard]] SignalActions& signal_actions() noexcept { return signal_actions_; }
  [[nodiscard]] const Surroundings& surroundings() const noexcept { return surroundings_; }
  [[nodiscard]] const std::string& nonce() const noexcept { return request_.nonce; }
  [[nodiscard]] const std::string& scratch() const noexcept { return request_.scratch; }

  // A path in the scratch folder that is not in use.
  std::string unique_path();

 private:
  void record(loopcheck::protocol::StepOutcome outcome);
  void finish_workers(LoopContext& context);

  const Surroundings& surroundings_;
  const loopcheck::protocol::RunRequest& request_;
  EventLog log_;
  Received received_;
  SignalActions signal_actions_;
  Names names_;
  std::mutex mutex_;  // of what follows
  std::vector<loopcheck::protocol::StepOutcome> outcomes_;
  std::set<std::string> recorded_;
  std::exception_ptr failure_;  // of the adapter, or of the scenario itself
  int paths_ = 0;
};

}  // namespace reference_subject
