#include "trial.hpp"

#include <utility>

#include "loopcheck/evaluation/judge.hpp"

namespace null_subject {

using loopcheck::evaluation::Judged;
using loopcheck::evaluation::Level;
using loopcheck::evaluation::Verdict;

namespace {

constexpr const char* nonce = "k3f9a7q0z8m2w5x1";
constexpr const char* scratch = "/tmp/null";

}  // namespace

Trial::Trial(const loopcheck::catalogue::Catalogue& catalogue, loopcheck::protocol::Environment environment)
    : catalogue_(catalogue), environment_(std::move(environment)) {
  for (const auto handle : catalogue.cases()) {
    if (!catalogue.applies(handle, environment_)) continue;
    Experiment& experiment = experiments_.emplace_back();
    experiment.expanded = catalogue.expand(handle);
    experiment.request = {experiment.expanded.id, environment_.id, nonce, scratch,
                          loopcheck::catalogue::steps_for_run(experiment.expanded, nonce, scratch)};
  }
}

std::vector<Earned> Trial::hold(const Answer& answer, std::uint64_t seed, std::size_t stride) const {
  std::vector<Earned> earned;
  for (std::size_t i = seed % stride; i < experiments_.size(); i += stride) {
    const Experiment& experiment = experiments_[i];
    for (const Judged& judged : loopcheck::evaluation::judge(experiment.expanded, environment_, catalogue_,
                                                             answer(experiment.request, seed), nonce)) {
      if (judged.level == Level::documented && judged.verdict == Verdict::pass) {
        earned.push_back({experiment.expanded.id, judged.rule});
      }
    }
  }
  return earned;
}

}  // namespace null_subject
