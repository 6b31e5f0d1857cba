// null-trial: the whole suite against the random null subject with many seeds, and against the others.
// Ends with status 1 if any of them earns a documented result.
#include <atomic>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "behaviours.hpp"
#include "guises.hpp"
#include "trial.hpp"

namespace null_subject {
namespace {

struct Options {
  std::filesystem::path cases;
  std::uint64_t seeds = 1000;
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
};

class Tally {
 public:
  void add(const Behaviour& behaviour, std::uint64_t seed, const Trial& trial,
           const std::vector<Earned>& earned) {
    judged_ += trial.case_count();
    if (earned.empty()) return;
    const std::lock_guard lock(mutex_);
    earned_ += earned.size();
    for (const Earned& one : earned) {
      std::cout << fmt::format("{} (seed {}) earned {} by {} on {}\n", behaviour.name, seed, one.rule,
                               one.case_id, trial.environment().id);
    }
  }
  [[nodiscard]] std::size_t judged() const { return judged_; }
  [[nodiscard]] std::size_t earned() const { return earned_; }

 private:
  std::mutex mutex_;
  std::atomic<std::size_t> judged_ = 0;
  std::size_t earned_ = 0;
};

std::vector<Trial> all_trials(const loopcheck::catalogue::Catalogue& catalogue) {
  std::vector<Trial> trials;
  for (const std::string_view platform : platforms()) {
    for (auto& environment : environments_of(platform)) trials.emplace_back(catalogue, environment);
  }
  return trials;
}

int perform(const Options& options) {
  constexpr int invalid = 2;
  const auto loaded = loopcheck::catalogue::load(options.cases);
  if (!loaded.catalogue) {
    std::cerr << "null-trial: the cases cannot be used; see loopcheck lint\n";
    return invalid;
  }
  const std::vector<Trial> trials = all_trials(*loaded.catalogue);
  Tally tally;
  for (const Behaviour& behaviour : behaviours()) {
    const std::uint64_t seeds = behaviour.name == "random" ? options.seeds : 1;
    std::atomic<std::uint64_t> next = 0;
    const auto work = [&] {
      for (std::uint64_t turn = next++; turn < seeds * trials.size(); turn = next++) {
        const Trial& trial = trials[turn % trials.size()];
        const std::uint64_t seed = 1 + turn / trials.size();
        tally.add(behaviour, seed, trial, trial.hold(behaviour.answer, seed));
      }
    };
    std::vector<std::jthread> threads;
    for (unsigned job = 0; job < options.jobs; ++job) threads.emplace_back(work);
  }
  std::cout << fmt::format("{} environments, {} seeds: {} scenarios judged, {} documented results earned\n",
                           trials.size(), options.seeds, tally.judged(), tally.earned());
  return tally.earned() == 0 ? 0 : 1;
}

}  // namespace
}  // namespace null_subject

int main(int count, char** values) {
  CLI::App app("null-trial: the suite against subjects that do no work, without a process between");
  null_subject::Options options;
  app.add_option("--cases", options.cases, "The folder of the cases")->required();
  app.add_option("--seeds", options.seeds, "How many of the random one")->capture_default_str();
  app.add_option("--jobs", options.jobs, "Threads")->capture_default_str()->check(CLI::PositiveNumber);
  app.footer("Example:\n  null-trial --cases cases --seeds 1000\n");
  CLI11_PARSE(app, count, values);
  return null_subject::perform(options);
}
