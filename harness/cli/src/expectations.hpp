// The part of `loopcheck run` that knows what is known to fail: --expectations, --no-expectations,
// --update-expectations.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "command.hpp"
#include "loopcheck/known_failures/matcher.hpp"
#include "loopcheck/record/reader.hpp"
#include "loopcheck/runner/plan.hpp"

namespace loopcheck::cli {

struct ExpectationOptions {
  std::vector<std::filesystem::path> files;  // --expectations
  bool none = false;                         // --no-expectations: not those of the manifests either
  bool update = false;                       // --update-expectations
};

void add_expectation_options(CLI::App& command, ExpectationOptions& options);

// Whether a run leaves nothing out of what its subjects can be asked. Only then an entry that matches nothing
// is an error, and lists can be updated.
bool is_whole(const runner::Choice& choice, const catalogue::Catalogue& catalogue);

// The lists of a run: the given ones, then those of the subjects.
class Expectations {
 public:
  // Prints the faults of the lists and throws Failure(exit_usage) if there are any, or if they are to be
  // updated by a run that is not whole.
  Expectations(const ExpectationOptions& options, const std::vector<std::filesystem::path>& of_subjects,
               const runner::Choice& choice, const catalogue::Catalogue& catalogue);

  // Once it is known what subjects there are.
  void begin(const record::RunHeader& header);
  void mark(record::Result& result);
  // Whether a result is a failure as it is listed.
  bool is_listed(const record::Result& result) const;

  // What the run says of the lists, once it is over. Prints the entries that matched nothing; updates the
  // files, if that was asked for and the run is complete.
  enum class Verdict { sound, out_of_date, updated };
  Verdict finish(const record::Run& run);

 private:
  Verdict update(const record::Run& run);

  const catalogue::Catalogue& catalogue_;
  bool whole_;
  bool update_;
  std::vector<std::filesystem::path> files_;
  std::vector<std::filesystem::path> new_files_;  // to be made by the update
  std::vector<catalogue::KnownFailures> lists_;
  std::optional<known_failures::Matcher> matcher_;
};

}  // namespace loopcheck::cli
