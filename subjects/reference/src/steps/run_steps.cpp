// Steps that run the loop, or say whether it runs.
#include <chrono>

#include "control.hpp"
#include "outcome.hpp"
#include "vocabulary.hpp"

namespace reference_subject {
namespace {

Json control(const Call& call) {
  const std::string with = call.step.text("with", "tcp");
  if (with == "callbacks") {
    return pass_through_callbacks(call.context, call.scenario.nonce());
  }
  if (with == "tcp") {
    return pass_through_tcp(call.context, call.scenario.nonce());
  }
  throw Unsupported("there is no control with '" + with + "'");
}

Json run(const Call& call) {
  call.context.run_turns(call.step.number("turns"));
  return nullptr;
}

Json run_until(const Call& call) {
  call.context.run_until(call.step.texts("event"), call.step.size("count", 1));
  return nullptr;
}

Json run_forever(const Call& call) {
  call.loop().run_forever();
  return nullptr;
}

Json await(const Call& call) {
  const std::shared_ptr<Task> task = call.scenario.names().task(call.step.text("on"));
  return call.context.finish(*task);
}

Json cancel_task(const Call& call) {
  const std::shared_ptr<Task> task = call.scenario.names().task(call.step.text("on"));
  if (task->future().valid()) {
    task->future().cancel();
  }
  return nullptr;
}

Json stop(const Call& call) {
  call.loop().stop();
  return nullptr;
}

Json close(const Call& call) {
  call.loop().close();
  return nullptr;
}

Json is_running(const Call& call) {
  return call.loop().is_running();
}
Json is_closed(const Call& call) {
  return call.loop().is_closed();
}
Json time(const Call& call) {
  return std::chrono::duration<double>(call.loop().time()).count();
}

}  // namespace

StepTable run_steps() {
  return {{"control", &control},
          {"run", &run},
          {"run_until", &run_until},
          {"run_forever", &run_forever},
          {"run_until_complete", &await},
          {"await", &await},
          {"cancel_task", &cancel_task},
          {"stop", &stop},
          {"close", &close},
          {"is_running", &is_running},
          {"is_closed", &is_closed},
          {"time", &time}};
}

}  // namespace reference_subject
