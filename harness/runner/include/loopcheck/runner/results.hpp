// From a scenario that has ended to the results of the run record.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "loopcheck/catalogue/catalogue.hpp"
#include "loopcheck/evaluation/judge.hpp"
#include "loopcheck/record/types.hpp"
#include "loopcheck/runner/plan.hpp"
#include "loopcheck/subject/session.hpp"

namespace loopcheck::runner {

// The same outcome in the words of the evaluation.
evaluation::ScenarioOutcome outcome_of(subject::RunReply reply);

struct EndedScenario {
  const catalogue::Case& expanded;
  const SubjectSpec& subject;
  const protocol::Environment& environment;
  const evaluation::ScenarioOutcome& outcome;
  std::string nonce;
  std::chrono::nanoseconds duration{0};
};

// Only of rules that `selection` selects.
std::vector<record::Result> results_of(const EndedScenario& ended, const catalogue::Catalogue& catalogue,
                                       const catalogue::Selection& selection);

// `loopcheck run …` with what it takes to run that case again alone, quoted for a shell.
std::string rerun_command(const SubjectSpec& subject, const std::string& environment,
                          const std::string& case_id);

}  // namespace loopcheck::runner
