// Runs the suite over the sound loop, then over each defect.
#pragma once

#include <chrono>
#include <map>
#include <string>
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

  void try_some(const runner::SubjectSpec& subject, const std::string& documented, const Defects& defects);
  bool try_sound(const runner::SubjectSpec& sound, const std::string& shown, Collector& collector);
  void try_in(const std::vector<std::string>& places, const runner::SubjectSpec& sound,
              const std::string& shown, const Defects& defects);
  std::vector<sensitivity::Trial> try_together(const std::vector<std::string>& places,
                                               const runner::SubjectSpec& sound, const std::string& shown,
                                               const Defects& defects);
  void run(const std::vector<runner::SubjectSpec>& specs, Collector& collector);
  [[nodiscard]] bool exact(const sensitivity::Trial& trial, const sensitivity::Defect& defect) const;

  const catalogue::Catalogue& catalogue_;
  const sensitivity::Suite& suite_;
  runner::Choice choice_;
  std::vector<std::string> environments_;
  std::vector<std::string> briefly_;
  runner::Options options_;
  std::chrono::steady_clock::time_point end_;
  std::vector<sensitivity::Trial> trials_;
  bool interrupted_ = false;
};

}  // namespace loopcheck::cli
