// The runs of several machines, or the shards of one run, as one record.
#pragma once

#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "loopcheck/record/reader.hpp"

namespace loopcheck::reports {

// Why runs cannot be joined, in sentences for the user; each on a line of its own.
class MergeRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct MergeInput {
  std::string name;  // what the user calls it
  record::Run run;
};

struct MergeOptions {
  // Runs whose digests differ: the first definition of a rule or a case that is met stands for all.
  bool allow_different_suites = false;
  // The same experiment, done twice with different results, is flaky and counts as its worst verdict.
  bool allow_different_results = false;
  // Whether a rule, by its id, applies to an environment whose run did not select it. Without it: it does
  // not.
  std::function<bool(const std::string& rule, const protocol::Environment& environment)> applies;
};

// Joins them, in the order in which they are given. What a record says of one program on one kind of machine
// is put together; everything else stands side by side:
//   - a subject is its name and version. A name with several versions becomes "NAME-VERSION", for each of
//   them;
//   - an environment is all of its fields. An id that several have becomes "ID@" and what tells them apart:
//     "macos-selector-kqueue@arm64". Shards of one run are one environment, also where the version of the
//     platform differs between their machines;
//   - a result that several runs have is kept once. Where one of them skipped the case, the other one counts.
// Each run stays known, with its machine, as one of the record's parts; a run that was joined before brings
// its own parts along. The summary is made anew. The record is complete if all runs are and no shard is
// missing. Its times are those of the first start and the last end, so the same runs give the same record.
//
// Throws MergeRefused for different suites and different results, unless they are allowed, and always for a
// run that is given twice.
record::Run merge(const std::vector<MergeInput>& inputs, const MergeOptions& options = {});

struct MissingShards {
  std::string subject;
  std::string environment;  // its id
  int count = 1;            // of all shards
  std::vector<int> missing;

  friend bool operator==(const MissingShards&, const MissingShards&) = default;
};

// By the parts of the record. An environment that was run whole, too, lacks nothing.
std::vector<MissingShards> missing_shards(const record::RunHeader& header);

// What is not in the record and should be: sentences, none for a run that is whole. Texts of subjects are
// harmless in them.
std::vector<std::string> what_is_missing(const record::Run& run);

// "Linux 6.1.0, x86_64, 2 processors"
std::string machine_text(const record::Host& host);

}  // namespace loopcheck::reports
