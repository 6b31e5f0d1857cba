// The suite as a list of tests, and its run: one run of the engine, with its pool of subject processes, for
// all tests that GoogleTest has chosen.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "loopcheck/catalogue/catalogue.hpp"
#include "loopcheck/record/types.hpp"
#include "loopcheck/runner/plan.hpp"
#include "loopcheck/runner/runner.hpp"

namespace loopcheck::front {

// One case in one environment of one subject.
struct Test {
  std::string suite;  // "reference/linux_selector_epoll"
  std::string name;   // "add_reader/resource_pipe"
  runner::ScenarioName scenario;
  std::string file;  // where the case stands
  int line = 0;
};

// What a run found out.
struct Findings {
  record::Suite suite;
  std::map<runner::ScenarioName, std::vector<record::Result>> results;
  std::map<std::string, std::string> problems;  // of subjects, by name: why they were given up
  bool interrupted = false;
  bool out_of_budget = false;
};

class Suite {
 public:
  Suite(catalogue::Catalogue catalogue, std::vector<runner::SubjectSpec> subjects, runner::Choice choice,
        runner::Options options);

  // Asks each subject what it offers, and runs nothing. Throws what runner::run() throws.
  void introduce();

  [[nodiscard]] const std::vector<Test>& tests() const { return tests_; }
  // Subjects that could not be started, and why.
  [[nodiscard]] const std::map<std::string, std::string>& problems() const { return problems_; }

  [[nodiscard]] Findings run(std::set<runner::ScenarioName> scenarios) const;

 private:
  catalogue::Catalogue catalogue_;
  std::vector<runner::SubjectSpec> subjects_;
  runner::Choice choice_;
  runner::Options options_;
  std::vector<Test> tests_;
  std::map<std::string, std::string> problems_;
};

}  // namespace loopcheck::front
