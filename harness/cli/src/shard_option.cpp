#include "shard_option.hpp"

#include <array>
#include <charconv>
#include <fstream>
#include <string_view>

#include <fmt/format.h>

#include "exit_status.hpp"

namespace loopcheck::cli {
namespace {

struct Protocol {
  const char* total;
  const char* index;
  const char* status_file;
};
constexpr std::array<Protocol, 2> protocols{
    {{"GTEST_TOTAL_SHARDS", "GTEST_SHARD_INDEX", "GTEST_SHARD_STATUS_FILE"},
     {"TEST_TOTAL_SHARDS", "TEST_SHARD_INDEX", "TEST_SHARD_STATUS_FILE"}}};

// Digits alone, and no more than fits.
std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || rest != end || text.empty() || text.front() == '-') return std::nullopt;
  return value;
}

record::Shard parse_option(const std::string& text) {
  const auto slash = text.find('/');
  const auto index = number(std::string_view(text).substr(0, slash));
  const auto count =
      slash == std::string::npos ? std::nullopt : number(std::string_view(text).substr(slash + 1));
  if (!index || !count || *index < 1 || *index > *count) {
    throw Failure(exit_usage, fmt::format("--shard takes I/N with 1 <= I <= N, such as 2/5, and not \"{}\"",
                                          harmless(text)));
  }
  return {*index, *count};
}

int variable_number(const char* name, const std::string& text) {
  const auto value = number(text);
  if (!value)
    throw Failure(exit_usage, fmt::format("{} must be a number, and is \"{}\"", name, harmless(text)));
  return *value;
}

std::optional<record::Shard> parse_variables(const Protocol& protocol, const Variables& variables) {
  const auto total = variables(protocol.total);
  const auto index = variables(protocol.index);
  if (!total && !index) return std::nullopt;
  if (!total || !index) {
    throw Failure(exit_usage, fmt::format("{} is set and {} is not", total ? protocol.total : protocol.index,
                                          total ? protocol.index : protocol.total));
  }
  const int count = variable_number(protocol.total, *total);
  const int from_zero = variable_number(protocol.index, *index);
  if (from_zero >= count) {
    throw Failure(exit_usage, fmt::format("{} is {}; of {} shards ({}) the last one is {}", protocol.index,
                                          from_zero, count, protocol.total, count - 1));
  }
  return record::Shard{from_zero + 1, count};
}

}  // namespace

void add_shard_option(CLI::App& command, std::string& shard) {
  command
      .add_option(
          "--shard", shard,
          "Only part I of N of the selected cases; else what GTEST_TOTAL_SHARDS and GTEST_SHARD_INDEX,\n"
          "or TEST_TOTAL_SHARDS and TEST_SHARD_INDEX, say")
      ->type_name("I/N");
}

ShardChoice choose_shard(const std::string& option, const Variables& variables) {
  ShardChoice choice;
  if (!option.empty()) {
    choice.shard = parse_option(option);
  } else {
    const Protocol* told_by = nullptr;
    for (const auto& protocol : protocols) {
      const auto shard = parse_variables(protocol, variables);
      if (shard && choice.shard && *shard != *choice.shard) {
        throw Failure(exit_usage,
                      fmt::format("{} and {} name different shards", told_by->index, protocol.index));
      }
      if (shard) {
        choice.shard = shard;
        told_by = &protocol;
      }
      if (const auto file = variables(protocol.status_file)) choice.status_files.emplace_back(*file);
    }
  }
  if (choice.shard && choice.shard->count == 1) choice.shard.reset();
  return choice;
}

std::optional<record::Shard> shard_of_this_run(const std::string& option) {
  const auto choice = choose_shard(option, variable_of_this_process);
  for (const auto& path : choice.status_files) {
    std::ofstream file(path, std::ios::binary | std::ios::app);
    file.close();
    if (!file) {
      throw Failure(exit_trouble, fmt::format("{}: the shard status file cannot be written", path.string()));
    }
  }
  return choice.shard;
}

}  // namespace loopcheck::cli
