#include "worker.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "kept_short.hpp"
#include "loopcheck/runner/results.hpp"

namespace loopcheck::runner {
namespace {

namespace asio = boost::asio;
using subject::Session;

constexpr std::size_t kept_standard_error = std::size_t{64} << 10;
constexpr std::chrono::seconds shutdown_limit{2};
constexpr std::chrono::seconds companion_limit{20};

// Lists a session among those that a stop kills, as long as it is waited for.
class InUse {
 public:
  InUse(Shared& shared, Session& session) : shared_(shared), session_(session) {
    shared_.sessions.insert(&session_);
  }
  ~InUse() { shared_.sessions.erase(&session_); }
  InUse(const InUse&) = delete;
  InUse& operator=(const InUse&) = delete;

 private:
  Shared& shared_;
  Session& session_;
};

std::string why(const subject::InitializeReply& reply) {
  if (const auto* crash = std::get_if<subject::Crash>(&reply))
    return "it ended while starting: " + crash->how;
  if (const auto* violation = std::get_if<subject::Violation>(&reply))
    return "it broke the protocol: " + violation->text;
  return "it did not answer to initialize in time";
}

class Worker {
 public:
  explicit Worker(Shared& shared) : shared_(shared) {}

  // Begins with that piece of the agenda.
  asio::awaitable<void> work(std::size_t number) {
    for (std::optional<std::size_t> piece = number; piece && shared_.stop == Stop::no;) {
      take(*piece);
      const Scenario scenario = scenario_;
      // A subject that only hangs any more is not worth the time of a second attempt.
      const bool fresh = tried_ != nullptr && shared_.alone;
      const auto failures = shared_.subjects[scenario.subject].failures_in_a_row;
      if (!fresh || failures < shared_.options.failures_in_a_row) {
        if (current_ && (fresh || *current_ != scenario.subject)) co_await end_session();
        co_await perform(scenario);
      }
      piece = shared_.agenda.next(scenario.subject);
      shared_.call_hands();
    }
    co_await end_session();
  }

 private:
  void take(std::size_t piece) {
    tried_ = shared_.further_round ? &shared_.tried[piece] : nullptr;
    scenario_ = tried_ != nullptr ? tried_->scenario : shared_.plan.scenarios[piece];
  }

  asio::awaitable<void> perform(const Scenario scenario) {
    auto& subject = shared_.subjects[scenario.subject];
    const auto kept = shared_.expanded(scenario);  // for as long as this scenario goes on
    const catalogue::Case& expanded = *kept;
    if (!subject.problem.empty()) {
      publish(scenario, expanded,
              evaluation::UnmetNeed{"subject", "the subject was given up: " + subject.problem}, "", {});
      co_return;
    }
    auto wanted = expanded.needs;
    wanted.insert(wanted.end(), expanded.fixture_needs.begin(), expanded.fixture_needs.end());
    if (const auto unmet = first_unmet(shared_.needs_of(subject.introduction.spec), wanted)) {
      publish(scenario, expanded, evaluation::UnmetNeed{unmet->first, unmet->second}, "", {});
      co_return;
    }
    if (!session_) co_await begin_session(scenario.subject);
    if (!session_) {
      if (shared_.stop == Stop::no) {
        publish(scenario, expanded,
                evaluation::UnmetNeed{"subject", "the subject was given up: " + subject.problem}, "", {});
      }
      co_return;
    }
    co_await ask(scenario, expanded);
  }

  asio::awaitable<void> ask(const Scenario scenario, const catalogue::Case& expanded) {
    auto& subject = shared_.subjects[scenario.subject];
    const auto& folder = empty_folder();
    protocol::RunRequest request;
    request.case_id = expanded.id;
    request.environment = subject.introduction.identity.environments[scenario.environment].id;
    request.nonce = shared_.nonces.next();
    request.scratch = subject::path_for(subject.introduction.spec.surroundings.paths, folder.path());
    request.steps = catalogue::steps_for_run(expanded, request.nonce, request.scratch);
    const std::string nonce = request.nonce;

    const auto started = std::chrono::steady_clock::now();
    const InUse in_use(shared_, *session_);
    const auto limit = shared_.options.limit_of(expanded.id);
    subject::RunReply reply = co_await session_->run(std::move(request), limit);
    const auto duration = std::chrono::steady_clock::now() - started;
    if (shared_.stop != Stop::no && !std::holds_alternative<protocol::Transcript>(reply))
      co_return;  // our own doing

    shared_.agenda.done(scenario.subject, duration);
    const bool completed = std::holds_alternative<protocol::Transcript>(reply);
    publish(scenario, expanded, outcome_of(std::move(reply)), nonce, duration);
    if (completed) {
      subject.failures_in_a_row = 0;
    } else {
      drop_session();
      folder_.reset();  // what is left of the subject may still write to it
      const bool again_alone = tried_ != nullptr && shared_.alone;
      if (++subject.failures_in_a_row >= shared_.options.failures_in_a_row && !again_alone) {
        give_up(scenario.subject,
                fmt::format("{} scenarios in a row ended in a crash, a timeout or a broken protocol",
                            subject.failures_in_a_row));
      }
    }
  }

  asio::awaitable<void> begin_session(std::size_t index) {
    auto& subject = shared_.subjects[index];
    current_ = index;
    if (subject.first_session) {
      session_ = std::move(subject.first_session);
      co_return;
    }
    Started started = co_await start_session(shared_, subject.introduction.spec);
    if (started.problem.empty() &&
        started.identity.environments != subject.introduction.identity.environments) {
      started.problem = "started again, it offers other environments than at first";
    }
    if (started.problem.empty()) {
      session_ = std::move(started.session);
      shared_.agenda.started(index, started.took);
    } else if (shared_.stop == Stop::no) {
      keep_standard_error(subject, started.standard_error);
      give_up(index, started.problem);
    }
  }

  asio::awaitable<void> end_session() {
    if (session_) {
      const InUse in_use(shared_, *session_);
      co_await session_->shutdown(shutdown_limit);
    }
    drop_session();
  }

  // The folder of the scenario. Most leave theirs empty, and then it serves the next one too.
  const ScratchFolder& empty_folder() {
    if (!folder_ || !std::filesystem::is_empty(folder_->path())) {
      folder_.reset();
      folder_.emplace(shared_.scratch.path() / std::to_string(++shared_.scratch_number));
    }
    return *folder_;
  }

  void drop_session() {
    if (session_) keep_standard_error(shared_.subjects[*current_], session_->standard_error());
    session_.reset();
    current_.reset();
  }

  void give_up(std::size_t index, const std::string& reason) {
    auto& subject = shared_.subjects[index];
    if (!subject.problem.empty()) return;
    subject.problem = reason;
    shared_.observer.given_up(subject.introduction.spec.name, reason);
  }

  static void keep_standard_error(SubjectState& subject, const std::string& text) {
    if (subject.standard_error.size() < kept_standard_error) subject.standard_error += text;
  }

  void publish(const Scenario& scenario, const catalogue::Case& expanded,
               const evaluation::ScenarioOutcome& outcome, const std::string& nonce,
               std::chrono::nanoseconds duration) {
    const auto& introduction = shared_.subjects[scenario.subject].introduction;
    const EndedScenario ended{
        expanded, introduction.spec, introduction.identity.environments[scenario.environment], outcome,
        nonce,    duration};
    auto results = results_of(ended, shared_.catalogue, shared_.choice.selection);
    const bool never_tried = std::holds_alternative<evaluation::UnmetNeed>(outcome);
    if (tried_ != nullptr) {
      if (!never_tried) tried_->attempts.add(std::move(results));
      return;
    }
    if (!never_tried) keep_for_another_attempt(scenario, results);
    for (auto& result : results) {
      shared_.observer.result(std::move(result));
      ++shared_.results;
    }
    shared_.observer.scenario_done(++shared_.done, shared_.plan.scenarios.size());
  }

  void keep_for_another_attempt(const Scenario& scenario, const std::vector<record::Result>& results) {
    const auto& options = shared_.options;
    if (options.rounds == 1) {
      const bool news = std::any_of(results.begin(), results.end(), [&](const record::Result& result) {
        return record::counts_against(result.verdict, result.level) && shared_.observer.is_news(result);
      });
      if (!news || options.reruns == 0) return;
      if (shared_.tried.size() == options.reruns) {
        ++shared_.not_run_again;
        return;
      }
    }
    shared_.tried.push_back({scenario, shared_.results, Attempts(results)});
  }

  Shared& shared_;
  Scenario scenario_;
  Tried* tried_ = nullptr;  // of a further round; the list does not grow any more then
  std::unique_ptr<Session> session_;
  std::optional<std::size_t> current_;  // the subject of session_
  std::optional<ScratchFolder> folder_;
};

}  // namespace

void Shared::stop_now(Stop why_now) {
  if (stop == Stop::no) stop = why_now;
  for (auto* session : sessions) session->kill();
  for (auto& subject : subjects) {
    if (subject.companion) subject.companion->dismiss();
  }
}

std::shared_ptr<const catalogue::Case> Shared::expanded(const Scenario& scenario) {
  auto& subject = subjects[scenario.subject];
  if (!subject.last_expanded || subject.last_handle != scenario.handle) {
    subject.last_expanded = std::make_shared<const catalogue::Case>(catalogue.expand(scenario.handle));
    subject.last_handle = scenario.handle;
  }
  return subject.last_expanded;
}

asio::awaitable<std::string> start_companion(Shared& shared, SubjectState& subject) {
  auto& spec = subject.introduction.spec;
  const auto number = std::distance(shared.subjects.data(), &subject);
  subject.folder = std::make_unique<ScratchFolder>(shared.scratch.path() / fmt::format("subject-{}", number));
  spec.surroundings = subject::for_run(std::move(spec.surroundings), subject.folder->path());
  if (spec.surroundings.companion.empty()) co_return std::string();
  try {
    subject.companion = std::make_unique<subject::Companion>(shared.context, spec.surroundings.companion);
  } catch (const subject::StartError& error) {
    co_return error.what();
  }
  const auto deadline = std::chrono::steady_clock::now() + shared.options.start_limit;
  co_return co_await subject.companion->ready(deadline);
}

asio::awaitable<void> end_companion(SubjectState& subject) {
  subject.companion->dismiss();
  const auto deadline = std::chrono::steady_clock::now() + companion_limit;
  co_await subject.companion->gone(deadline);
}

asio::awaitable<Started> start_session(Shared& shared, const SubjectSpec& spec) {
  Started started;
  const auto began = std::chrono::steady_clock::now();
  try {
    started.session = std::make_unique<Session>(shared.context, spec.command, spec.surroundings.environment);
  } catch (const subject::StartError& error) {
    started.problem = error.what();
    co_return started;
  }
  const InUse in_use(shared, *started.session);
  protocol::InitializeRequest request;
  request.harness_version = shared.options.harness_version;
  const auto& child = spec.surroundings.child.empty() ? shared.options.child : spec.surroundings.child;
  request.child = subject::path_for(spec.surroundings.paths, child);
  subject::InitializeReply reply =
      co_await started.session->initialize(std::move(request), shared.options.start_limit);
  started.took = std::chrono::steady_clock::now() - began;
  if (auto* identity = std::get_if<protocol::InitializeResult>(&reply)) {
    started.identity = kept_short(std::move(*identity));
  } else {
    started.problem = why(reply);
    started.standard_error = started.session->standard_error();
  }
  co_return started;
}

asio::awaitable<void> work(Shared& shared, std::size_t first) {
  Worker worker(shared);
  co_await worker.work(first);
}

}  // namespace loopcheck::runner
