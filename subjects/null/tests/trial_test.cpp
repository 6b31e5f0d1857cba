// The promise of the suite: whoever does nothing earns nothing, on any platform.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "behaviours.hpp"
#include "guises.hpp"
#include "loopcheck/protocol/values.hpp"
#include "trial.hpp"

namespace null_subject {
namespace {

using loopcheck::protocol::RunRequest;
using loopcheck::protocol::Transcript;

const loopcheck::catalogue::Catalogue& suite() {
  static const auto loaded = loopcheck::catalogue::load(LOOPCHECK_CASES);
  return loaded.catalogue.value();
}

const std::vector<Trial>& trials() {
  static const std::vector<Trial> all = [] {
    std::vector<Trial> made;
    for (const std::string_view platform : platforms()) {
      for (auto& environment : environments_of(platform)) made.emplace_back(suite(), environment);
    }
    return made;
  }();
  return all;
}

void expect_nothing(const Behaviour& behaviour, const Trial& trial, std::uint64_t seed,
                    std::size_t stride = 1) {
  for (const Earned& earned : trial.hold(behaviour.answer, seed, stride)) {
    ADD_FAILURE() << behaviour.name << " (seed " << seed << ") earned " << earned.rule << " by "
                  << earned.case_id << " on " << trial.environment().id;
  }
}

class NullSubjects : public testing::TestWithParam<std::string_view> {};

TEST_P(NullSubjects, EarnNoRule) {
  for (const Trial& trial : trials()) {
    if (trial.environment().platform != GetParam()) continue;
    EXPECT_GT(trial.case_count(), 50U) << trial.environment().id;
    for (const Behaviour& behaviour : behaviours()) expect_nothing(behaviour, trial, 1);
  }
}

INSTANTIATE_TEST_SUITE_P(On, NullSubjects, testing::ValuesIn(platforms().begin(), platforms().end()),
                         [](const auto& info) { return std::string(info.param); });

// A thousand seeds, each with a part of the suite in one environment; scripts/null-subjects takes each of
// them through all of it everywhere.
TEST(RandomNullSubject, EarnsNoRuleByChance) {
  constexpr std::size_t stride = 16;
  const Behaviour& random = *find_behaviour("random");
  for (std::uint64_t seed = 1; seed <= 1000; ++seed) {
    expect_nothing(random, trials()[seed % trials().size()], seed, stride);
  }
}

// What makes the promise worth something: with a life of its own, a refusal earns what a refusal can earn.
TEST(RefusingSubject, EarnsRulesOnceItsControlsWork) {
  const auto alive = [](const RunRequest& request, std::uint64_t seed) {
    Transcript transcript = find_behaviour("refuse")->answer(request, seed);
    for (std::size_t i = 0; i < request.steps.size(); ++i) {
      if (request.steps[i].value("do", "") != "control") continue;
      for (auto& step : transcript.steps) {
        if (step.step != request.steps[i].value("id", "")) continue;
        step = {};
        step.step = request.steps[i].value("id", "");
        step.value = loopcheck::protocol::control_answer(request.nonce);
      }
    }
    return transcript;
  };
  for (const Trial& trial : trials()) {
    if (trial.environment().platform != "windows") continue;
    EXPECT_FALSE(trial.hold(alive, 1).empty()) << trial.environment().id;
  }
}

}  // namespace
}  // namespace null_subject
