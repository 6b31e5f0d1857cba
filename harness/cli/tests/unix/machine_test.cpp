// End to end, with what only a Unix machine has: a shell, limits, signals.
#include <gtest/gtest.h>

#include "loopcheck_program.hpp"
#include "system.hpp"

namespace loopcheck::cli {
namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Reports, ThatCannotBeWrittenAreStatusThree) {
  const Workplace work;
  const auto finished = work.loopcheck({"run", "--cases", work.cases().string(), "--subject", "reference",
                                        "--case", "alive", "--output", "/dev/null/no-such-folder"});
  EXPECT_EQ(finished.status, 3);
  EXPECT_TRUE(contains(finished.error, "/dev/null/no-such-folder")) << finished.error;
}

TEST(Machines, WithFewDescriptorsStillGetAReport) {
  const Workplace work;
  const auto finished = work.shell(
      "ulimit -n 64; exec \"$LOOPCHECK\" run --cases \"$CASES\" --output \"$REPORT\" "
      "--subject reference --case alive");
  EXPECT_EQ(finished.status, 0) << finished.error;
}

TEST(Machines, WithoutColourAreRespected) {
  const Workplace work;
  const auto finished = work.shell(
      "exec \"$LOOPCHECK\" run --cases \"$CASES\" --output \"$REPORT\" --subject reference "
      "--case wrong --color always");
  EXPECT_TRUE(contains(finished.output, "\x1b[31m"));
}

TEST(ShardedRuns, HeedTheEnvironmentAndSayThatTheyDo) {
  const Workplace work;
  const std::string run =
      "\"$LOOPCHECK\" run --cases \"$CASES\" --output \"$REPORT\" --subject reference --case alive --case "
      "wrong";
  for (const std::string prefix : {"GTEST", "TEST"}) {
    const auto file = work.report().parent_path() / (prefix + ".status");
    const std::string variables =
        prefix + "_TOTAL_SHARDS=2 " + prefix + "_SHARD_STATUS_FILE='" + file.string() + "' " + prefix;
    EXPECT_LE(work.shell(variables + "_SHARD_INDEX=1 " + run).status, 1) << prefix;
    EXPECT_EQ(work.record().at("shard"), (nlohmann::json{{"index", 2}, {"count", 2}})) << prefix;
    EXPECT_TRUE(std::filesystem::exists(file)) << prefix;
    const auto beyond = work.shell(variables + "_SHARD_INDEX=2 " + run);
    EXPECT_EQ(beyond.status, 2);
    EXPECT_TRUE(contains(beyond.error, prefix + "_SHARD_INDEX is 2")) << beyond.error;
  }
  const auto unwritable = work.shell("TEST_SHARD_STATUS_FILE=/no/such/folder/file " + run);
  EXPECT_EQ(unwritable.status, 3);
  EXPECT_TRUE(contains(unwritable.error, "/no/such/folder/file")) << unwritable.error;
}

TEST(Reruns, OfAFailureRunThatCaseAlone) {
  const Workplace work;
  const auto finished = work.run({"--subject", "reference", "--environment", an_environment});
  const auto at = finished.output.find("loopcheck run");
  ASSERT_NE(at, std::string::npos) << finished.output;
  const auto command = finished.output.substr(at, finished.output.find('\n', at) - at);
  const auto again = work.shell(
      "loopcheck() { \"$LOOPCHECK\" \"$@\" --cases \"$CASES\" --output \"$REPORT\"; }; " + command);
  EXPECT_EQ(again.status, 1) << again.error;
  EXPECT_EQ(work.record().at("suite").at("cases").size(), 1U);
}

TEST(Smoke, PassesTheAdaptersThatComeWithTheProgram) {
  const Workplace work;
  for (const char* subject : {"reference", "cpython"}) {
    const auto finished = work.loopcheck({"smoke", subject});
    EXPECT_EQ(finished.status, 0) << finished.output;
  }
}

TEST(Runs, EndOnInterruptWithWhatWasDone) {
  const Workplace work;
  // The second scenario interrupts the harness, its parent, and never answers.
  work.write_cases("subject.py", R"(
import json, os, signal, sys
runs = 0
for line in sys.stdin:
    request = json.loads(line)
    result = None
    if request["method"] == "initialize":
        result = {"protocol": 1, "subject": {"name": "x", "version": "1"}, "environments": [{"id": "e", "platform": "linux",
                  "loop": "selector", "selector": "epoll", "documented": "3.11", "provenance": "native"}]}
    elif request["method"] == "run":
        runs += 1
        if runs == 2:
            os.kill(os.getppid(), signal.SIGINT)
            continue
        result = {"steps": [{"step": s["id"], "outcome": "returned"} for s in request["params"]["steps"]], "events": []}
    print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}), flush=True)
)");
  const auto finished =
      work.run({"--subject-command", "/usr/bin/python3 " + (work.cases() / "subject.py").string(), "--case",
                "alive", "--case", "wrong", "--jobs", "1"});
  EXPECT_EQ(finished.status, 130) << finished.output << finished.error;
  EXPECT_FALSE(work.record().at("complete"));
  EXPECT_EQ(work.record().at("results").size(), 1U);
  EXPECT_TRUE(contains(finished.error, "interrupted"));
}

}  // namespace
}  // namespace loopcheck::cli
