// `--last-failed`: what of the run that is recorded in the folder of the report has to be run again.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "loopcheck/record/reader.hpp"
#include "loopcheck/runner/plan.hpp"
#include "subject_choice.hpp"

namespace loopcheck::cli {

// The flag, after the options beside which it is refused: --case names cases as well, and of what failed
// here no other machine knows its --shard.
void add_last_failed_option(CLI::App& command, bool& last_failed);

struct LastFailed {
  std::set<runner::ScenarioName> scenarios;
  // The names of their subjects, by the options that name them: {"--subject-command", "python3 mine.py"}.
  std::map<std::vector<std::string>, std::string> subjects;
};

// The scenarios with a result that counts against a subject, that is trouble, or that is a listed failure
// which passes. Notes and listed failures have not failed.
LastFailed failed_in(const record::Run& run);

// The same of the record in that folder. Throws Failure: exit_usage if there is none or it cannot be read,
// exit_nothing if nothing failed.
LastFailed last_failed(const std::filesystem::path& folder);

// The subjects that the user names, or those that failed.
SubjectOptions subjects_to_run(const LastFailed& failed, SubjectOptions named);

// Narrows a choice to what failed, and calls the subjects what the record calls them. Throws
// Failure(exit_nothing) where nothing is left, so that the record is not lost.
void narrow(const LastFailed& failed, const catalogue::Catalogue& catalogue, runner::Choice& choice,
            std::vector<runner::SubjectSpec>& subjects);

}  // namespace loopcheck::cli
