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

// On Windows Boost.Process, by which the tests start the program, loses an empty argument.
TEST(SubjectNames, OfNoLettersAreRefused) {
  const Workplace work;
  const auto finished = work.run({"--subject-command", "x", "--subject-name", ""});
  EXPECT_EQ(finished.status, 2);
  EXPECT_TRUE(contains(finished.error, "the name is empty")) << finished.error;
}

TEST(Smoke, PassesTheAdaptersThatComeWithTheProgram) {
  const Workplace work;
  for (const char* subject : {"reference", "cpython"}) {
    const auto finished = work.loopcheck({"smoke", subject});
    EXPECT_EQ(finished.status, 0) << finished.output;
  }
}

// A run of two scenarios, in the second of which the subject sends that signal to the harness, its parent,
// and never answers.
Finished stopped_run(const Workplace& work, const std::string& signal) {
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
            os.kill(os.getppid(), getattr(signal, sys.argv[1]))
            continue
        result = {"steps": [{"step": s["id"], "outcome": "returned"} for s in request["params"]["steps"]], "events": []}
    print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}), flush=True)
)");
  return work.run({"--subject-command",
                   "/usr/bin/python3 " + (work.cases() / "subject.py").string() + " " + signal, "--case",
                   "alive", "--case", "wrong", "--jobs", "1"});
}

TEST(Runs, EndOnInterruptWithWhatWasDone) {
  const Workplace work;
  const auto finished = stopped_run(work, "SIGINT");
  EXPECT_EQ(finished.status, 130) << finished.output << finished.error;
  EXPECT_FALSE(work.record().at("complete"));
  EXPECT_EQ(work.record().at("results").size(), 1U);
  EXPECT_TRUE(contains(finished.error, "interrupted"));
}

TEST(Runs, ThatAreKilledStillReportWhatTheyHaveInEveryFormat) {
  const Workplace work;
  EXPECT_EQ(stopped_run(work, "SIGKILL").status, 128 + 9);
  for (const auto& [format, mark] :
       std::vector<std::pair<std::string, std::string>>{{"text", "This run is not complete."},
                                                        {"json", "\"complete\": false"},
                                                        {"html", "This run is not complete"},
                                                        {"markdown", "This run is not complete."},
                                                        {"junit", "loopcheck.run"},
                                                        {"tap", "Bail out!"},
                                                        {"github", "This run is not complete."},
                                                        {"badge", "incomplete"},
                                                        {"sarif", "\"executionSuccessful\": false"}}) {
    const auto report = work.loopcheck({"report", work.report().string(), "--format", format});
    EXPECT_EQ(report.status, 0) << format << report.error;
    EXPECT_TRUE(contains(report.output, mark)) << format << "\n" << report.output.substr(0, 2000);
  }
  const auto record =
      nlohmann::json::parse(work.loopcheck({"report", work.report().string(), "--format", "json"}).output);
  EXPECT_EQ(record.at("results").size(), 1U);
}

// The same run gives the same bytes, today and tomorrow, here and elsewhere.
TEST(Reports, AreTheSameBytesWhateverTheClockAndThePlaceSay) {
  const Workplace work;
  (void)work.run({"--subject", "reference", "--case", "alive", "--case", "wrong"});
  for (const char* format :
       {"text", "json", "html", "markdown", "junit", "tap", "github", "badge", "sarif"}) {
    const std::string report = "$LOOPCHECK report " + work.report().string() + " --format " + format;
    const std::string here = work.shell("SOURCE_DATE_EPOCH=0 " + report).output;
    const std::string there =
        work.shell("cd / && SOURCE_DATE_EPOCH=4102444800 TZ=Asia/Tokyo LC_ALL=C " + report).output;
    EXPECT_GT(here.size(), 10U) << format;
    EXPECT_EQ(here, there) << format;
  }
}

}  // namespace
}  // namespace loopcheck::cli
