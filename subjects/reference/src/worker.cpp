#include "worker.hpp"

#include <utility>

#include "scenario.hpp"

namespace reference_subject {

Worker::Worker(LoopContext& context, std::string name, Json steps, Loop loop)
    : name_(std::move(name)),
      steps_(std::move(steps)),
      thread_([this, &context, loop] { run(context, loop); }) {}

std::string Worker::finished_note() const {
  return EventLog::note_name("end of thread " + name_);
}

void Worker::join() {
  if (thread_.joinable()) {
    thread_.join();
  }
}

void Worker::run(LoopContext& context, Loop loop) noexcept {
  Scenario& scenario = context.scenario();
  try {
    if (loop == Loop::own) {
      LoopContext own(scenario, scenario.surroundings().make_loop());
      for (const Json& step : steps_) {
        scenario.perform_step(own, step);
      }
    } else {
      for (const Json& step : steps_) {
        scenario.perform_step(context, step);
      }
    }
  } catch (...) {
    scenario.fail(std::current_exception());
  }
  finished_ = true;
  scenario.log().note("end of thread " + name_);
}

}  // namespace reference_subject
