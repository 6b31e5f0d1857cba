#include "loopcheck/runner/runner.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "interrupts.hpp"
#include "worker.hpp"

namespace loopcheck::runner {
namespace {

namespace asio = boost::asio;

class Run {
 public:
  Run(const catalogue::Catalogue& catalogue, const std::vector<SubjectSpec>& subjects, const Choice& choice,
      const Options& options, Observer& observer)
      : shared_{.context = context_,
                .catalogue = catalogue,
                .choice = choice,
                .options = options,
                .observer = observer,
                .subjects = {},
                .plan = {},
                .needs = {},
                .nonces = {},
                .scratch = {},
                .agenda = {},
                .call_hands = {},
                .failure = nullptr,
                .sessions = {}} {
    for (const auto& spec : subjects) shared_.subjects.emplace_back().introduction.spec = spec;
  }

  Outcome run() {
    asio::signal_set signals(context_);
    for (const int number : interrupts()) signals.add(number);
    signals.async_wait([this](const boost::system::error_code& cancelled, int) {
      if (!cancelled) shared_.stop_now(Stop::interrupted);
    });
    asio::steady_timer budget(context_, shared_.options.budget);
    budget.async_wait([this](const boost::system::error_code& cancelled) {
      if (!cancelled) shared_.stop_now(Stop::out_of_budget);
    });

    for (auto& subject : shared_.subjects) spawn(introduce(subject));
    finish_all();
    if (shared_.stop == Stop::no) {
      try {
        plan();
      } catch (...) {
        fail(std::current_exception());
      }
    }
    const auto jobs = std::min(std::max<std::size_t>(shared_.options.jobs, 1), shared_.plan.scenarios.size());
    if (shared_.stop == Stop::no) {
      work_with(jobs);
      further_attempts(jobs);
    }
    end_companions();
    if (shared_.failure) std::rethrow_exception(shared_.failure);
    return outcome();
  }

 private:
  void spawn(asio::awaitable<void> coroutine) {
    ++running_;
    asio::co_spawn(context_, std::move(coroutine), [this](std::exception_ptr failure) {
      --running_;
      if (failure) fail(failure);
    });
  }

  void fail(const std::exception_ptr& failure) {
    if (!shared_.failure) shared_.failure = failure;
    shared_.stop_now(Stop::failed);
  }

  // The pieces of work are numbered as the scenarios or, in a further round, as those that are tried again.
  void work_with(std::size_t jobs) {
    std::vector<std::size_t> subject_of_work;
    if (shared_.further_round) {
      for (const auto& tried : shared_.tried) subject_of_work.push_back(tried.scenario.subject);
    } else {
      for (const auto& scenario : shared_.plan.scenarios) subject_of_work.push_back(scenario.subject);
    }
    shared_.agenda = Agenda(subject_of_work, shared_.subjects.size());
    for (std::size_t subject = 0; subject < shared_.subjects.size(); ++subject)
      shared_.agenda.started(subject, shared_.subjects[subject].start_took);
    shared_.call_hands = [this, jobs] {
      while (running_ < jobs && shared_.stop == Stop::no) {
        const auto first = shared_.agenda.next(std::nullopt);
        if (!first) return;
        spawn(work(shared_, *first));
      }
    };
    shared_.call_hands();
    finish_all();
  }

  // Rounds over all scenarios; or one over those that failed, each alone.
  void further_attempts(std::size_t jobs) {
    const bool verify = shared_.options.rounds > 1;
    const std::size_t rounds = verify ? shared_.options.rounds - 1 : 1;
    shared_.alone = !verify;
    shared_.further_round = true;
    for (std::size_t round = 0; round < rounds && shared_.stop == Stop::no; ++round) {
      for (auto& subject : shared_.subjects) subject.failures_in_a_row = 0;
      work_with(verify ? jobs : 1);
    }
    try {
      for (const auto& tried : shared_.tried) {
        for (std::size_t i = 0; i < tried.attempts.results().size(); ++i) {
          const auto& result = tried.attempts.results()[i];
          if (result.attempts > 1) shared_.observer.amended(tried.first_result + i, result);
        }
      }
    } catch (...) {
      fail(std::current_exception());
    }
  }

  void finish_all() {
    while (running_ > 0) context_.run_one();
  }

  // After the sessions that are left over, which would lose what they stand on.
  void end_companions() {
    for (auto& subject : shared_.subjects) {
      subject.first_session.reset();
      if (subject.companion) spawn(end_companion(subject));
    }
    finish_all();
  }

  asio::awaitable<void> introduce(SubjectState& subject) {
    Started started;
    started.problem = co_await start_companion(shared_, subject);
    if (started.problem.empty() && shared_.stop == Stop::no)
      started = co_await start_session(shared_, subject.introduction.spec);
    subject.introduction.identity = std::move(started.identity);
    subject.introduction.problem = started.problem;
    subject.start_took = started.took;
    subject.introduction.standard_error = started.standard_error;
    subject.standard_error = started.standard_error;
    if (started.session && started.problem.empty()) {
      subject.first_session = std::move(started.session);
    } else if (shared_.stop == Stop::no) {
      subject.problem = started.problem;
      shared_.observer.given_up(subject.introduction.spec.name, started.problem);
    }
  }

  void plan() {
    std::vector<Introduction> introductions;
    for (const auto& subject : shared_.subjects) introductions.push_back(subject.introduction);
    shared_.plan = make_plan(shared_.catalogue, introductions, shared_.choice);
    shared_.observer.planned(shared_.plan, unmet_needs());
  }

  std::vector<std::pair<std::string, std::string>> unmet_needs() {
    std::vector<std::pair<std::string, std::string>> unmet;
    for (const auto& need : shared_.plan.needs) {
      for (const auto& subject : shared_.subjects) {
        const auto& reason = shared_.needs_of(subject.introduction.spec).unmet(need);
        if (!reason) continue;
        unmet.emplace_back(need, *reason);
        break;
      }
    }
    return unmet;
  }

  Outcome outcome() const {
    Outcome outcome;
    outcome.planned = shared_.plan.scenarios.size();
    outcome.selected = shared_.plan.selected;
    outcome.interrupted = shared_.stop == Stop::interrupted;
    outcome.out_of_budget = shared_.stop == Stop::out_of_budget;
    outcome.not_run_again = shared_.not_run_again;
    for (const auto& subject : shared_.subjects) {
      outcome.subjects.push_back({subject.introduction.spec.name, subject.standard_error, subject.problem});
    }
    return outcome;
  }

  asio::io_context context_{1};
  Shared shared_;
  std::size_t running_ = 0;
};

}  // namespace

Outcome run(const catalogue::Catalogue& catalogue, const std::vector<SubjectSpec>& subjects,
            const Choice& choice, const Options& options, Observer& observer) {
  return Run(catalogue, subjects, choice, options, observer).run();
}

}  // namespace loopcheck::runner
