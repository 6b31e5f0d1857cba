// Writing a run record as the run goes on, so that a run that is killed still has a report.
//
//   <folder>/run.jsonl   first line the header, then one line a result, each flushed as it comes; a line with
//                        "amends": N stands for the Nth result, counted from 0
//   <folder>/run.json    the whole record; appears at once (written aside, then renamed) when the run is
//   finished
//
// An older run.json in the folder is removed at the start: a folder never shows two runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "loopcheck/record/summary.hpp"
#include "loopcheck/record/types.hpp"

namespace loopcheck::record {

// What is known only when the run is over.
struct RunEnd {
  std::string finished;  // utc_timestamp()
  std::vector<SubjectInfo>
      subjects;  // as in the header, with what they wrote to standard error and their errors
  Summary summary;
  bool complete = true;  // false for a run that was interrupted or ran out of its budget
};

// Every member throws RecordIoError when the disk or the folder lets it down, and from then on each time it
// is called: what follows a half-written line would be lost. Strings that are not UTF-8 are written with
// replacement characters. Memory does not grow with the size of results.
class RunWriter {
 public:
  // Makes the folder if need be.
  RunWriter(const std::filesystem::path& folder, RunHeader header);

  void add(const Result& result);
  // `result` stands for the one that was added as number `index`, from 0. Throws std::out_of_range if there
  // is none.
  void amend(std::size_t index, const Result& result);

  // Writes run.json. Nothing can be added after it.
  void finish(const RunEnd& end);

  const std::filesystem::path& lines_path() const { return lines_path_; }
  const std::filesystem::path& document_path() const { return document_path_; }

 private:
  struct CloseFile {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  using File = std::unique_ptr<std::FILE, CloseFile>;

  void write_line(const std::string& line);
  void write_document(const std::filesystem::path& path, const RunEnd& end);

  std::filesystem::path lines_path_;
  std::filesystem::path document_path_;
  RunHeader header_;
  File lines_;
  int failed_with_ = 0;  // errno of the first failure
  std::size_t added_ = 0;
  std::uint64_t written_ = 0;                     // bytes of lines_
  std::map<std::size_t, std::uint64_t> amended_;  // result -> where the line starts that stands for it
};

}  // namespace loopcheck::record
