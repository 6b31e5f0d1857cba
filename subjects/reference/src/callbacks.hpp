// The callbacks that a scenario names: each logs an event, performs steps and raises, as the scenario says.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "asyncio/callback.hpp"
#include "asyncio/event_loop.hpp"
#include "loop_context.hpp"
#include "step.hpp"
#include "vocabulary.hpp"

namespace reference_subject {

class NamedCallback {
 public:
  // From a name or from {"name", "do", "raise"}. Throws InvalidScenario.
  NamedCallback(LoopContext& context, const Step& step, std::string_view parameter);

  // What the library calls: the event has the arguments of the step and the loop's time.
  void operator()() const;
  // The same for an exception handler: the event has the error.
  void handle(const asyncio::ExceptionContext& error) const;

 private:
  void happen(Json data) const;

  LoopContext& context_;
  std::string name_;
  std::vector<Json> arguments_;
  std::vector<Json> steps_;
  std::string raises_;
};

// The callback of a step's parameter "callback"; it can be handed to the library any number of times.
class CallbackSource {
 public:
  explicit CallbackSource(const Call& call, std::string_view parameter = "callback")
      : callback_(std::make_shared<const NamedCallback>(call.context, call.step, parameter)) {}

  [[nodiscard]] asyncio::Callback make() const {
    return [callback = callback_] { (*callback)(); };
  }
  [[nodiscard]] const std::shared_ptr<const NamedCallback>& callback() const noexcept { return callback_; }

 private:
  std::shared_ptr<const NamedCallback> callback_;
};

}  // namespace reference_subject
