// End to end: runs and shards are made by the program, joined by it, and read by what reads any run.
#include <fstream>

#include <gtest/gtest.h>

#include "loopcheck_program.hpp"

namespace loopcheck::cli {
namespace {

namespace fs = std::filesystem;

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Runs the test's cases into a folder of that name beside the report, and gives its path.
std::string stored(const Workplace& work, const std::string& name,
                   const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments{"--subject", "reference"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  (void)work.run(arguments);
  const auto folder = work.report().parent_path() / name;
  fs::remove_all(folder);
  fs::rename(work.report(), folder);
  return folder.string();
}

Finished merged(const Workplace& work, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "merge");
  arguments.insert(arguments.end(), {"--output", work.report().string()});
  return work.loopcheck(arguments);
}

nlohmann::json json_of(const fs::path& folder) {
  return nlohmann::json::parse(std::ifstream(folder / "run.json", std::ios::binary));
}

void write(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

TEST(Merges, OfShardsAreTheWholeRunInEveryFormat) {
  const Workplace work;
  const auto whole = json_of(stored(work, "whole"));
  std::vector<std::string> shards;
  for (const char* shard : {"1/3", "2/3", "3/3"})
    shards.push_back(stored(work, std::string("shard-") + shard[0], {"--shard", shard}));
  const auto finished = merged(work, shards);
  EXPECT_EQ(finished.status, 1) << finished.error;  // "wrong" breaks a rule, wherever it was run
  auto record = work.record();
  EXPECT_EQ(record.at("summary"), whole.at("summary"));
  EXPECT_EQ(record.at("suite"), whole.at("suite"));
  EXPECT_TRUE(record.at("complete"));
  EXPECT_EQ(record.at("parts").size(), 3U);
  EXPECT_TRUE(contains(finished.output, "reference")) << finished.output;
  EXPECT_TRUE(contains(work.page(), "Joined of"));
  EXPECT_EQ(work.loopcheck({"diff", (work.report().parent_path() / "whole").string(), work.report().string()})
                .status,
            0);
  EXPECT_EQ(work.loopcheck({"report", work.report().string(), "--format", "html"}).output, work.page());
  const auto summary = nlohmann::json::parse(
      work.loopcheck({"merge", work.report().string(), "--output",
                      (work.report().parent_path() / "more").string(), "--format", "json"})
          .output);
  EXPECT_EQ(summary, whole.at("summary"));
}

TEST(Merges, WithoutAShardAreStatusThreeAndNameIt) {
  const Workplace work;
  const auto finished =
      merged(work, {stored(work, "one", {"--shard", "1/2", "--case", "alive", "--case", "starved"})});
  EXPECT_EQ(finished.status, 3) << finished.output;
  EXPECT_TRUE(contains(finished.output, "Shard 2 of 2 is missing: reference on ")) << finished.output;
  EXPECT_FALSE(work.record().at("complete"));
}

TEST(Merges, TakeWhatAKilledRunLeftAndAreStatusThree) {
  const Workplace work;
  const auto run = stored(work, "run", {"--case", "alive"});
  fs::remove(fs::path(run) / "run.json");
  const auto finished = merged(work, {run});
  EXPECT_EQ(finished.status, 3);
  EXPECT_TRUE(contains(finished.output, "is not complete")) << finished.output;
  EXPECT_FALSE(work.record().at("results").empty());
}

struct Unhappy {
  const char* name;
  std::function<std::vector<std::string>(const Workplace&, const std::string& run)> arguments;
  std::string message;  // a part of it
};

class MergeRefusals : public ::testing::TestWithParam<Unhappy> {};

TEST_P(MergeRefusals, AreStatusTwoWithAReasonAndLeaveNoReport) {
  const Workplace work;
  const auto run = stored(work, "run", {"--case", "alive"});
  const auto finished = merged(work, GetParam().arguments(work, run));
  EXPECT_EQ(finished.status, 2) << finished.output;
  EXPECT_TRUE(contains(finished.error, GetParam().message)) << finished.error;
  EXPECT_FALSE(fs::exists(work.report()));
}

// A file beside `run` with the record of that run, changed.
std::string edited(const std::string& run, const std::function<void(nlohmann::json&)>& change) {
  auto record = json_of(run);
  change(record);
  const auto path = fs::path(run).parent_path() / "edited.json";
  write(path, record.dump(1));
  return path.string();
}

INSTANTIATE_TEST_SUITE_P(
    Each, MergeRefusals,
    ::testing::Values(Unhappy{"nothing", [](const auto&, const auto&) { return std::vector<std::string>{}; },
                              "runs is required"},
                      Unhappy{"missing_file",
                              [](const auto&, const auto& run) {
                                return std::vector<std::string>{run, run + "/no-such.json"};
                              },
                              "no-such.json: cannot read: No such file"},
                      Unhappy{"folder_without_a_run",
                              [](const auto& work, const auto& run) {
                                return std::vector<std::string>{run, work.cases().string()};
                              },
                              "run.json: cannot read: No such file"},
                      Unhappy{"truncated",
                              [](const auto&, const auto& run) {
                                const auto path = fs::path(run) / "half.json";
                                const auto text = json_of(run).dump(1);
                                write(path, text.substr(0, text.size() / 2));
                                return std::vector<std::string>{run, path.string()};
                              },
                              "half.json:"},
                      Unhappy{"not_a_run",
                              [](const auto&, const auto& run) {
                                const auto path = fs::path(run) / "other.json";
                                write(path, "{\"schema\": 7}");
                                return std::vector<std::string>{run, path.string()};
                              },
                              "other.json:1: /schema: must be a string"},
                      Unhappy{"another_version_of_the_record",
                              [](const auto&, const auto& run) {
                                return std::vector<std::string>{
                                    edited(run, [](auto& record) { record["schema"] = "loopcheck-run/2"; })};
                              },
                              "/schema: is \"loopcheck-run/2\"; this version reads \"loopcheck-run/1\""},
                      Unhappy{"same_path_twice",
                              [](const auto&, const auto& run) {
                                return std::vector<std::string>{run, run + "/"};
                              },
                              "is given twice"},
                      Unhappy{"a_copy",
                              [](const auto&, const auto& run) {
                                return std::vector<std::string>{run, edited(run, [](auto&) {})};
                              },
                              "hold the same run"},
                      Unhappy{"both_files_of_a_run",
                              [](const auto&, const auto& run) {
                                return std::vector<std::string>{run + "/run.json", run + "/run.jsonl"};
                              },
                              "hold the same run"},
                      Unhappy{"different_suites",
                              [](const auto&, const auto& run) {
                                return std::vector<std::string>{run, edited(run, [](auto& record) {
                                                                  record["suite"]["digest"] = "other";
                                                                })};
                              },
                              "--allow-different-suites"},
                      Unhappy{"different_results",
                              [](const auto&, const auto& run) {
                                return std::vector<std::string>{run, edited(run, [](auto& record) {
                                                                  record["harness"]["started"] =
                                                                      "2026-01-01T00:00:00.000Z";
                                                                  record["results"][0]["verdict"] = "fail";
                                                                })};
                              },
                              "--allow-different-results"}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(Merges, OfDifferentResultsAreFlakyIfTold) {
  const Workplace work;
  const auto run = stored(work, "run", {"--case", "alive"});
  const auto other = edited(run, [](auto& record) {
    record["harness"]["started"] = "2026-01-01T00:00:00.000Z";
    record["results"][0]["verdict"] = "fail";
  });
  const auto finished = merged(work, {run, other, "--allow-different-results"});
  EXPECT_EQ(finished.status, 1) << finished.error;
  EXPECT_TRUE(work.record().at("results").at(0).at("flaky"));
}

TEST(Merges, AreNeverWrittenOverOneOfTheirRuns) {
  const Workplace work;
  (void)work.run({"--subject", "reference", "--case", "alive"});
  for (const auto& path : {work.report(), work.report() / "run.json"}) {
    const auto finished = merged(work, {path.string()});
    EXPECT_EQ(finished.status, 2);
    EXPECT_TRUE(contains(finished.error, "cannot be written where one of its runs is")) << finished.error;
  }
  EXPECT_FALSE(work.record().contains("parts"));
}

TEST(Merges, AreTaughtByHelp) {
  const Workplace work;
  const auto help = work.loopcheck({"merge", "--help"}).output;
  for (const char* part : {"loopcheck merge linux/run.json windows macos --output all",
                           "--allow-different-suites", "3    a subject could not be started"})
    EXPECT_TRUE(contains(help, part)) << part;
}

}  // namespace
}  // namespace loopcheck::cli
