// Files of reports and records, for the commands that read and write them.
#pragma once

#include <filesystem>
#include <string>

#include "loopcheck/record/reader.hpp"

namespace loopcheck::cli {

// The record at `path`: run.json, run.jsonl or its folder. Throws Failure(exit_usage) if it is none.
record::Run stored_run(const std::filesystem::path& path);

// Throws Failure(exit_trouble) if it cannot be written.
void write_file(const std::filesystem::path& path, const std::string& text);

// The same for a file that is written again and again: whoever reads it, or ends us, finds a whole one.
void replace_file(const std::filesystem::path& path, const std::string& text);

// Into the file, or on standard output if there is no path.
void write_or_print(const std::filesystem::path& path, const std::string& text);

// Fails early, before minutes of work, where it can be known that the report cannot be written: throws
// Failure(exit_trouble).
void make_report_folder(const std::filesystem::path& folder);

}  // namespace loopcheck::cli
