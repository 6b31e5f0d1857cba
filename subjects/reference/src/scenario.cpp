#include "scenario.hpp"

#include <chrono>
#include <utility>

#include "asyncio/exceptions.hpp"
#include "exceptions.hpp"
#include "outcome.hpp"
#include "vocabulary.hpp"
#include "worker.hpp"

namespace reference_subject {
namespace {

using loopcheck::protocol::Outcome;
using loopcheck::protocol::StepOutcome;

// How long the threads of a scenario may take to end once its steps are over and nothing is waited for any
// more.
constexpr std::chrono::seconds longest_thread{1};

void check_identifiers(const Json& steps) {
  std::set<std::string> seen;
  for (const Json& json : steps) {
    const Step step(json);
    if (step.id().empty()) {
      throw InvalidScenario("a top-level step of the kind '" + step.kind() + "' has no 'id'");
    }
    if (!seen.insert(step.id()).second) {
      throw InvalidScenario("there are two steps '" + step.id() + "'");
    }
  }
}

std::shared_ptr<Task> start(const Call& call, CoroutineStep function) {
  std::shared_ptr<Task> task;
  try {
    task = function(call);
  } catch (const asyncio::Error&) {
    // The method refused before there was anything to wait for.
    task = std::make_shared<Task>(std::current_exception());
  }
  call.context.keep(task);
  return task;
}

Json perform_coroutine(const Call& call, CoroutineStep function) {
  const std::shared_ptr<Task> task = start(call, function);
  call.give([&](Product& product) { product.task = task; });
  if (call.step.flag("background", false)) {
    return nullptr;
  }
  return call.context.finish(*task);
}

Json perform_kind(const Call& call) {
  const StepFunction* function = find_step(call.step.kind());
  if (function == nullptr) {
    throw Unsupported("this adapter knows no step '" + call.step.kind() + "'");
  }
  if (const auto* plain = std::get_if<PlainStep>(function)) {
    return (*plain)(call);
  }
  return perform_coroutine(call, std::get<CoroutineStep>(*function));
}

}  // namespace

Scenario::Scenario(const Surroundings& surroundings, const loopcheck::protocol::RunRequest& request)
    : surroundings_(surroundings), request_(request) {}

Scenario::~Scenario() {
  undo_fixtures();
}

loopcheck::protocol::Transcript Scenario::perform(const StepListener& before) {
  check_identifiers(request_.steps);
  {
    LoopContext context(*this, surroundings_.make_loop());
    for (const Json& step : request_.steps) {
      const auto id = step.at("id").get<std::string>();
      before(id);
      log_.set_step(id);
      perform_step(context, step);
      const std::lock_guard lock(mutex_);
      if (failure_) {
        break;
      }
    }
    log_.set_step("");
    finish_workers(context);
    log_.seal();
  }
  if (failure_) {
    std::rethrow_exception(failure_);
  }
  return {std::move(outcomes_), log_.take_events(), log_.dropped()};
}

void Scenario::perform_step(LoopContext& context, const Json& json) {
  StepOutcome outcome;
  outcome.at = log_.elapsed();
  try {
    const Step step(json);
    outcome.step = step.id();
    outcome.value = perform_kind({*this, context, step});
  } catch (const Unsupported& reason) {
    outcome.outcome = Outcome::unsupported;
    outcome.reason = reason.what();
  } catch (const Unmet& reason) {
    outcome.outcome = Outcome::unmet;
    outcome.reason = reason.what();
    outcome.need = reason.need();
  } catch (const NotRun& reason) {
    outcome.outcome = Outcome::not_run;
    outcome.reason = reason.what();
  } catch (const asyncio::Error&) {
    outcome.outcome = Outcome::raised;
    outcome.exception = describe(std::current_exception());
  } catch (...) {
    fail(std::current_exception());
    return;
  }
  outcome.duration = log_.elapsed() - outcome.at;
  record(std::move(outcome));
}

void Scenario::record(StepOutcome outcome) {
  const std::lock_guard lock(mutex_);
  if (!outcome.step.empty() && recorded_.insert(outcome.step).second) {
    outcomes_.push_back(std::move(outcome));
  }
}

void Scenario::fail(std::exception_ptr failure) {
  const std::lock_guard lock(mutex_);
  if (failure_ == nullptr) {
    failure_ = std::move(failure);
  }
}

void Scenario::finish_workers(LoopContext& context) {
  const std::vector<std::shared_ptr<Worker>> workers = names_.workers();
  if (workers.empty()) {
    return;
  }
  // They may be waiting for what the loop does: give it a chance to do that, then wait no more for anything.
  asyncio::EventLoop& loop = context.loop();
  for (const auto& worker : workers) {
    if (!loop.is_closed() && !worker->finished()) {
      asyncio::TimerHandle deadline = loop.call_later(longest_thread, [this] { log_.abandon(); });
      context.run_until({worker->finished_note()}, 1);
      deadline.cancel();
    }
  }
  log_.abandon();
  for (const auto& worker : workers) {
    worker->join();
  }
}

std::string Scenario::unique_path() {
  const std::lock_guard lock(mutex_);
  return request_.scratch + "/fixture-" + std::to_string(++paths_);
}

}  // namespace reference_subject
