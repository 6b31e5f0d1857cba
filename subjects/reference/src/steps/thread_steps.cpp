// Steps about threads, and the events by which they meet.
#include <thread>

#include "outcome.hpp"
#include "vocabulary.hpp"
#include "worker.hpp"

namespace reference_subject {
namespace {

Json in_thread(const Call& call) {
  const std::string which = call.step.text("loop", "same");
  if (which != "same" && which != "new") {
    throw Unsupported("there is no loop '" + which + "' for a thread");
  }
  const Json& steps = call.step.raw("steps");
  if (!steps.is_array()) {
    call.step.refuse("steps", "a list");
  }
  // Without an id nobody can refer to it, but it is joined at the end all the same.
  const std::string name = call.step.id().empty()
                               ? "thread at " + std::to_string(call.scenario.log().elapsed().count())
                               : call.step.id();
  const auto worker = std::make_shared<Worker>(call.context, name, steps,
                                               which == "new" ? Worker::Loop::own : Worker::Loop::same);
  call.scenario.names().give(name, nullptr, [&](Product& product) { product.worker = worker; });
  if (call.step.flag("wait", true)) {
    worker->join();
  }
  return nullptr;
}

Json join(const Call& call) {
  const std::shared_ptr<Worker> worker = call.scenario.names().worker(call.step.text("on"));
  if (!call.loop().is_closed()) {
    call.context.run_until({worker->finished_note()}, 1);
  }
  worker->join();
  return nullptr;
}

Json await_event(const Call& call) {
  if (call.scenario.log().on_main_thread()) {
    throw Unsupported("only a thread can wait without running the loop");
  }
  for (const std::string& event : call.step.texts("event")) {
    if (!call.scenario.log().block_until(event, call.step.size("count", 1))) {
      throw NotRun("the scenario ended before the event '" + event + "'");
    }
  }
  return nullptr;
}

Json log(const Call& call) {
  call.scenario.log().log(call.step.text("event"));
  return nullptr;
}

}  // namespace

StepTable thread_steps() {
  return {{"in_thread", &in_thread}, {"join", &join}, {"await_event", &await_event}, {"log", &log}};
}

}  // namespace reference_subject
