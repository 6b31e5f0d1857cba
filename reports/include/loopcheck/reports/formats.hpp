// One run in the formats that other programs read. Each is made of the record alone and has no time of its
// own making, so the same run gives the same bytes. Texts of subjects are harmless in all of them: control
// characters are spelled out, and nothing of a text is taken for structure.
#pragma once

#include <string>

#include "loopcheck/record/reader.hpp"

namespace loopcheck::reports {

// The record itself (cases/schema/run.schema.json), indented. Bytes that are not UTF-8 become U+FFFD.
std::string render_json(const record::Run& run);

// JUnit XML, in the form that the schemas of Ant and of Jenkins have in common. A suite for each environment,
// a test for each result. What counts against a subject is a failure; broken protocol and failures of the
// harness are errors; what was skipped, is unsupported, or is a known failure is skipped, with its reason. A
// pass that the list of known failures names is a failure.
std::string render_junit(const record::Run& run);

// TAP 14. Observed expectations that are not met and known failures are marked as TODO.
std::string render_tap(const record::Run& run);

// Workflow commands of GitHub that annotate the files of the cases: what counts as errors, trouble as
// warnings, notes as notices. GitHub shows the first ten of each kind.
std::string render_github(const record::Run& run);

// What shields.io takes as an endpoint badge.
std::string render_badge(const record::Run& run);

// SARIF 2.1.0: every finding that has a place in a file of the cases. Known failures are suppressed.
std::string render_sarif(const record::Run& run);

}  // namespace loopcheck::reports
