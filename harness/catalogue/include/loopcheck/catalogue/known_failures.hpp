// Known failures of a subject, as data: what `loopcheck run --expectations FILE` reads. The form is that of
// cases/schema/known-failures.schema.json; docs/known-failures.md tells how one is written.
//
// An entry is bounded, so that it cannot swallow what nobody has looked at: wildcards in the id of a case may
// stand only between its brackets, which keeps them within one case and its matrix, and an entry that has any
// says how many cases they may name together.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "loopcheck/catalogue/catalogue.hpp"
#include "loopcheck/catalogue/diagnostic.hpp"
#include "loopcheck/catalogue/version_range.hpp"

namespace loopcheck::catalogue {

// One element of an entry's "case": an id, or a glob.
struct KnownCase {
  std::string pattern;
  std::vector<std::string> ids;  // the expanded cases that it names, at least one
  std::string pointer;           // where it stands
  std::size_t line = 0;
};

struct KnownFailure {
  std::vector<KnownCase> cases;
  std::vector<std::string> rules;
  std::vector<std::string> environments;   // globs over whole ids; empty: all
  std::optional<VersionRange> versions;    // of the subject
  std::optional<VersionRange> documented;  // of the environment
  std::string verdict;                     // "fail", "crash" or "timeout"
  std::string message;                     // how the result's message starts
  bool flaky = false;                      // comes and goes: a pass is no news either
  std::string reason;
  std::string link;     // may be empty
  std::string finding;  // may be empty
  std::string pointer;
  std::size_t line = 0;
};

struct KnownFailures {
  std::string file;                   // as it was opened
  std::vector<std::string> subjects;  // globs over whole names
  std::vector<KnownFailure> entries;

  bool speaks_of(std::string_view subject) const;
};

// How a reason starts that still has to be written. A list with one can be used, but `loopcheck lint` refuses
// it.
inline constexpr std::string_view missing_reason = "TODO";

// Reads and checks a file. Nothing if it has errors, which are added to `diagnostics`.
std::optional<KnownFailures> read_known_failures(const std::filesystem::path& file,
                                                 const Catalogue& catalogue,
                                                 std::vector<Diagnostic>& diagnostics);

// The same, then what a list that is to be kept must have: the form of the JSON Schema in `schemas`, and a
// reason for each entry.
std::optional<KnownFailures> lint_known_failures(const std::filesystem::path& file,
                                                 const std::filesystem::path& schemas,
                                                 const Catalogue& catalogue,
                                                 std::vector<Diagnostic>& diagnostics);

}  // namespace loopcheck::catalogue
