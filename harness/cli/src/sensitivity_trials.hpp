// Runs the suite over the sound loop, then over each defect.
#pragma once

#include <chrono>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "loopcheck/catalogue/catalogue.hpp"
#include "loopcheck/runner/runner.hpp"
#include "loopcheck/sensitivity/assessment.hpp"

namespace loopcheck::cli {

class SensitivityTrials {
 public:
  struct What {
    runner::Choice choice;             // of cases, rules and environments
    std::vector<std::string> briefly;  // names of subjects, see try_all()
  };

  // The options say how long the whole of it may take. What a case is known to need is added to them.
  SensitivityTrials(const catalogue::Catalogue& catalogue, const sensitivity::Suite& suite, What what,
                    runner::Options options);

  // Called whenever some trials were added and more may come.
  void on_progress(std::function<void()> report) { on_progress_ = std::move(report); }

  // The sound loop, by the documentation that it answers to by itself and by each that a defect asks for;
  // then the defects. On a subject that is to be tried briefly, a defect that is for other platforms too
  // meets the cases of its own rules alone. Throws Failure where the subject does not serve, or the time is
  // used up.
  void try_all(const runner::SubjectSpec& subject, const std::vector<sensitivity::Defect>& defects);

  [[nodiscard]] const std::vector<sensitivity::Trial>& trials() const { return trials_; }
  [[nodiscard]] bool interrupted() const { return interrupted_; }

 private:
  class Collector;
  using Defects = std::vector<const sensitivity::Defect*>;
  struct Placed {
    const sensitivity::Defect* defect;
    std::vector<std::string> places;  // ids of the environments that it is tried in
    bool brief;                       // with the cases of its own rules alone
  };

  void try_some(const runner::SubjectSpec& subject, const std::string& documented, const Defects& defects);
  bool try_sound(const runner::SubjectSpec& sound, const std::string& shown, Collector& collector);
  void try_lot(const std::vector<Placed>& lot, const runner::SubjectSpec& sound, const std::string& shown);
  std::vector<sensitivity::Trial> try_again(const Placed& placed, const runner::SubjectSpec& sound,
                                            const std::string& shown);
  std::vector<sensitivity::Trial> try_together(const std::vector<Placed>& some,
                                               const runner::SubjectSpec& sound, const std::string& shown);
  void run(const std::vector<runner::SubjectSpec>& specs, Collector& collector);
  [[nodiscard]] std::set<runner::ScenarioName> scenarios_of(const std::vector<Placed>& some) const;
  [[nodiscard]] bool exact(const sensitivity::Trial& trial, const sensitivity::Defect& defect) const;

  const catalogue::Catalogue& catalogue_;
  const sensitivity::Suite& suite_;
  runner::Choice choice_;
  std::vector<std::string> briefly_;
  std::function<void()> on_progress_ = [] {};
  runner::Options options_;
  std::chrono::steady_clock::time_point end_;
  std::vector<sensitivity::Trial> trials_;
  bool interrupted_ = false;
};

}  // namespace loopcheck::cli
