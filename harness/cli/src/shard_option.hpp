// Which part of the cases `loopcheck run` is to run: --shard I/N, or what the environment says in the words
// of GoogleTest or of Bazel.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "command.hpp"
#include "loopcheck/record/types.hpp"
#include "variables.hpp"

namespace loopcheck::cli {

void add_shard_option(CLI::App& command, std::string& shard);

struct ShardChoice {
  std::optional<record::Shard> shard;  // absent: everything
  // Files that are made to tell the starter of the tests that its variables were heeded.
  std::vector<std::filesystem::path> status_files;
};

// The option, "2/5", wins: the environment is then not looked at. GTEST_TOTAL_SHARDS and GTEST_SHARD_INDEX,
// or TEST_TOTAL_SHARDS and TEST_SHARD_INDEX, count from 0. A shard of one is everything. Throws
// Failure(exit_usage) for anything that makes no sense, half a pair of variables and two pairs that differ
// among it.
ShardChoice choose_shard(const std::string& option, const Variables& variables);

// The same with the variables of this process, and makes the status files. Throws Failure(exit_trouble) if
// one of them cannot be written.
std::optional<record::Shard> shard_of_this_run(const std::string& option);

}  // namespace loopcheck::cli
