// The table of step kinds. Each file in steps/ contributes one group of them.
#pragma once

#include <initializer_list>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>

#include "loop_context.hpp"
#include "scenario.hpp"
#include "step.hpp"

namespace reference_subject {

// What a step has to work with.
struct Call {
  Scenario& scenario;
  LoopContext& context;
  const Step& step;

  [[nodiscard]] asyncio::EventLoop& loop() const { return context.loop(); }
  // The end that the parameter names.
  [[nodiscard]] std::shared_ptr<End> end(std::string_view parameter = "on") const {
    return scenario.names().end(step.text(parameter));
  }
  // Lets later steps refer to what this one gave.
  void give(const std::function<void(Product&)>& change) const {
    scenario.names().give(step.id(), &context, change);
  }
};

// A plain call: gives the value, or throws.
using PlainStep = Json (*)(const Call&);
// A coroutine method: started here; the loop is run until it is done, or it goes on in the background.
using CoroutineStep = std::shared_ptr<Task> (*)(const Call&);
using StepFunction = std::variant<PlainStep, CoroutineStep>;
using StepTable = std::unordered_map<std::string_view, StepFunction>;

StepTable run_steps();
StepTable callback_steps();
StepTable thread_steps();
StepTable resource_steps();
StepTable watching_steps();
StepTable selector_steps();
StepTable pipe_steps();
StepTable transport_steps();
StepTable connection_steps();
StepTable unix_socket_steps();
StepTable stream_steps();
StepTable socket_steps();
StepTable signal_steps();
StepTable subprocess_steps();
StepTable process_steps();
StepTable inspect_steps();

// Null for an unknown kind.
const StepFunction* find_step(std::string_view kind);

}  // namespace reference_subject
