// Reading a run record back: a finished one, or what a killed run left.
#pragma once

#include <filesystem>
#include <vector>

#include "loopcheck/record/summary.hpp"
#include "loopcheck/record/types.hpp"

namespace loopcheck::record {

struct Run {
  RunHeader header;
  std::vector<Result> results;
  Summary summary;
  bool complete = true;  // false: killed, interrupted or out of its budget

  friend bool operator==(const Run&, const Run&) = default;
};

// `path` is a run.json, a run.jsonl (by its suffix), or a folder with one of them, run.json first.
// Of a run.jsonl the last line is ignored if it has no line end; the run is then, and always without a
// run.json, marked as not complete, and its summary is made from its results. Throws RecordIoError if the
// file cannot be read, and MalformedRecord, which names file, line (where the fault is in a line of its own)
// and JSON pointer, if it is not a record. Every result must refer to a rule, a case, a subject and an
// environment of the record itself.
Run read_run(const std::filesystem::path& path);

void to_json(nlohmann::json& json, const Run& run);
void from_json(const nlohmann::json& json, Run& run);

}  // namespace loopcheck::record
