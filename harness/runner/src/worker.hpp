// What the workers of a run share, and the life of one worker.
#pragma once

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "agenda.hpp"
#include "loopcheck/runner/attempts.hpp"
#include "loopcheck/runner/needs.hpp"
#include "loopcheck/runner/nonce.hpp"
#include "loopcheck/runner/runner.hpp"
#include "loopcheck/runner/scratch_folder.hpp"
#include "loopcheck/subject/companion.hpp"
#include "loopcheck/subject/session.hpp"

namespace loopcheck::runner {

// One subject over the whole run.
struct SubjectState {
  Introduction introduction;
  std::unique_ptr<subject::Session>
      first_session;           // the one that introduced itself; the first worker takes it
  std::string standard_error;  // of the sessions that ended, bounded
  std::size_t failures_in_a_row = 0;
  std::unique_ptr<ScratchFolder> folder;          // the run's own, for its surroundings
  std::unique_ptr<subject::Companion> companion;  // if it needs one; ended after all its sessions
  std::string problem;                            // why it was given up
  std::chrono::nanoseconds start_took{0};         // until it had introduced itself

  // The case of the scenario that came last, expanded: the next one is mostly of the same case.
  std::shared_ptr<const catalogue::Case> last_expanded = nullptr;
  catalogue::CaseHandle last_handle = {};
};

// A scenario that was run, and what its attempts say so far.
struct Tried {
  Scenario scenario;
  std::size_t first_result = 0;  // the number of its first result
  Attempts attempts;
};

enum class Stop { no, interrupted, out_of_budget, failed };

struct Shared {
  boost::asio::io_context& context;
  const catalogue::Catalogue& catalogue;
  const Choice& choice;
  const Options& options;
  Observer& observer;
  std::vector<SubjectState> subjects;
  Plan plan;
  Needs needs;
  Needs needs_under_wine{machine::largest_descriptor_limit()};
  NonceSource nonces;
  ScratchFolder scratch;
  std::size_t scratch_number = 0;
  Agenda agenda;                     // over plan.scenarios, or over `tried` in a further round
  std::function<void()> call_hands;  // there may be work for more workers
  std::size_t done = 0;
  std::size_t results = 0;        // handed to the observer
  std::vector<Tried> tried = {};  // that are to be run again
  bool further_round = false;
  bool alone = false;  // each further attempt in a process of its own
  std::size_t not_run_again = 0;
  Stop stop = Stop::no;
  std::exception_ptr failure;            // what the observer threw
  std::set<subject::Session*> sessions;  // those that are in use, so that a stop can kill them

  // The scenario's case, expanded.
  std::shared_ptr<const catalogue::Case> expanded(const Scenario& scenario);

  Needs& needs_of(const SubjectSpec& spec) {
    return spec.surroundings.paths == subject::Paths::windows ? needs_under_wine : needs;
  }

  // Kills what runs, so that every worker comes to its end.
  void stop_now(Stop why);
};

// Starts what the subject needs around it. What went wrong, for a user; empty if nothing did.
boost::asio::awaitable<std::string> start_companion(Shared& shared, SubjectState& subject);
boost::asio::awaitable<void> end_companion(SubjectState& subject);

// Starts a session and lets it introduce itself. On failure the text says why.
struct Started {
  std::unique_ptr<subject::Session> session;
  protocol::InitializeResult identity;
  std::string problem;
  std::string standard_error;
  std::chrono::nanoseconds took{0};
};
boost::asio::awaitable<Started> start_session(Shared& shared, const SubjectSpec& spec);

// Takes pieces of the agenda, `first` before all others, as long as it has any for this worker and the run is
// not stopped.
boost::asio::awaitable<void> work(Shared& shared, std::size_t first);

}  // namespace loopcheck::runner
