// Runs the suite: which scenario goes to which worker, and when to stop.
//
// One thread, one io_context, one coroutine per worker. A worker owns one subject process at a time, asks it
// one scenario after the other, and starts it anew after a crash, a timeout or a broken protocol. Whatever a
// subject does, run() ends within the budget and every result that came before has been handed to the
// observer.
//
// A failing scenario is run once more, alone: at the end, when nothing else runs, in a fresh process. Or each
// scenario is run in several rounds. What the attempts say together stands for the first one's results.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "loopcheck/catalogue/catalogue.hpp"
#include "loopcheck/record/types.hpp"
#include "loopcheck/runner/plan.hpp"

namespace loopcheck::runner {

struct Options {
  std::size_t jobs = 2;
  std::chrono::nanoseconds scenario_limit = std::chrono::seconds(10);
  std::map<std::string, std::chrono::nanoseconds> case_limits = {};  // by id; of cases that need another one
  std::chrono::nanoseconds start_limit = std::chrono::seconds(20);   // for a subject to introduce itself
  std::chrono::nanoseconds budget = std::chrono::minutes(10);        // for the whole run
  std::size_t failures_in_a_row = 10;                                // after which a subject is given up
  std::size_t rounds = 1;                                            // how often each scenario is run
  std::size_t reruns = 0;       // failing scenarios that are run again at most, if there is one round only
  std::filesystem::path child;  // the helper of subprocess cases
  std::string harness_version;

  [[nodiscard]] std::chrono::nanoseconds limit_of(const std::string& case_id) const {
    const auto own = case_limits.find(case_id);
    return own == case_limits.end() ? scenario_limit : own->second;
  }
};

// Hears of the run as it goes on. Exceptions from these end the run and come out of run().
class Observer {
 public:
  virtual ~Observer() = default;
  // Once, before the first scenario. `unmet`: the needs that this machine does not meet, with reasons.
  virtual void planned(const Plan& plan, const std::vector<std::pair<std::string, std::string>>& unmet) = 0;
  // Results are numbered from 0, as they come.
  virtual void result(record::Result result) = 0;
  // Further attempts were made: this result stands for the one of that number.
  virtual void amended(std::size_t, record::Result) {}
  // Whether a failure is one that nobody has looked at, and so worth a second attempt.
  virtual bool is_news(const record::Result&) { return true; }
  virtual void scenario_done(std::size_t done, std::size_t all) = 0;
  // A subject that will not be asked again, though it was not done.
  virtual void given_up(const std::string& subject, const std::string& reason) = 0;
};

struct SubjectEnd {
  std::string name;
  std::string standard_error;
  std::string problem;  // empty if all went well
};

struct Outcome {
  std::size_t planned = 0;   // scenarios
  std::size_t selected = 0;  // scenarios of all shards together
  bool interrupted = false;
  bool out_of_budget = false;
  std::size_t not_run_again = 0;  // failing scenarios that were too many to be run again
  std::vector<SubjectEnd> subjects;
};

// Blocks until the run is over. SIGINT and SIGTERM end it early. Throws what the observer throws.
Outcome run(const catalogue::Catalogue& catalogue, const std::vector<SubjectSpec>& subjects,
            const Choice& choice, const Options& options, Observer& observer);

}  // namespace loopcheck::runner
