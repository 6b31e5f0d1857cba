// From what a user names to programs that can be started.
#pragma once

#include <string>
#include <vector>

#include "command.hpp"
#include "loopcheck/runner/plan.hpp"
#include "loopcheck/subject/manifest.hpp"

namespace loopcheck::cli {

struct SubjectOptions {
  std::vector<std::string> names;     // --subject
  std::vector<std::string> commands;  // --subject-command
  std::vector<std::string> called;    // --subject-name: of the commands, in their order; may be fewer
  std::filesystem::path manifests;    // --manifests; empty: those that came with the program
};

void add_subject_options(CLI::App& command, SubjectOptions& options);

struct SubjectChoice {
  std::vector<runner::SubjectSpec> subjects;
  std::vector<std::string>
      notes;  // known subjects that are left out since they are not here, and how to get them
  std::vector<std::string> only_when_named;         // known, but not part of a run that names no subject
  std::vector<std::filesystem::path> expectations;  // the subjects' lists of known failures, each once
};

// The subjects that are known by name, without a look at whether they are here. Throws Failure(exit_usage) if
// a manifest cannot be read.
std::vector<subject::Manifest> known_subjects(const Program& program, const std::filesystem::path& folder);

// Without any option: every known subject that is present, but those that want to be named. A name may be a
// glob over the versions of a subject: "cpython-*". Throws Failure(exit_usage) for a name that is not known
// or a command that cannot be read, Failure(exit_trouble) for a named subject that is not present.
SubjectChoice choose_subjects(const Program& program, const SubjectOptions& options);

}  // namespace loopcheck::cli
