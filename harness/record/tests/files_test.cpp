// What is written is what is read, and what a killed run or a bad disk leaves is told plainly.
#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "loopcheck/record/reader.hpp"
#include "loopcheck/record/writer.hpp"
#include "sample.hpp"

namespace loopcheck::record {
namespace {

using nlohmann::json;

void put(const std::filesystem::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string slurp(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

RunEnd end_of(const Run& run) {
  return {run.header.harness.finished, run.header.subjects, run.summary, run.complete};
}

std::string fault_of(const std::filesystem::path& path) {
  try {
    (void)read_run(path);
  } catch (const std::runtime_error& error) {
    return error.what();
  }
  return "no fault";
}

TEST(RunFiles, AFinishedRunIsReadBack) {
  testing::Folder folder;
  const record::Run run = testing::run();
  RunWriter writer(folder.path() / "deep" / "er", testing::header());
  for (const auto& result : run.results) writer.add(result);
  writer.finish(end_of(run));
  EXPECT_EQ(read_run(writer.document_path()), run);
  EXPECT_EQ(read_run(folder.path() / "deep" / "er"), run);
  EXPECT_FALSE(std::filesystem::exists(writer.document_path().string() + ".part"));
}

TEST(RunFiles, ARunWithoutResultsIsReadBack) {
  testing::Folder folder;
  auto header = testing::header();
  header.parts.clear();
  RunWriter writer(folder.path(), header);
  writer.finish({"2026-01-02T03:04:06.000Z", {}, {}, true});
  const record::Run run = read_run(folder.path());
  EXPECT_TRUE(run.results.empty());
  EXPECT_TRUE(run.header.subjects.empty());
}

TEST(RunFiles, AnInterruptedRunIsNotComplete) {
  testing::Folder folder;
  record::Run run = testing::run();
  run.complete = false;
  RunWriter writer(folder.path(), testing::header());
  for (const auto& result : run.results) writer.add(result);
  writer.finish(end_of(run));
  EXPECT_EQ(read_run(folder.path()), run);
}

TEST(RunFiles, EveryResultIsOnDiskAtOnce) {
  testing::Folder folder;
  RunWriter writer(folder.path(), testing::header());
  writer.add(testing::result("a", Verdict::pass));
  EXPECT_FALSE(std::filesystem::exists(writer.document_path()));
  const record::Run run = read_run(folder.path());
  ASSERT_EQ(run.results.size(), 1U);
  EXPECT_EQ(run.results[0], testing::result("a", Verdict::pass));
  EXPECT_FALSE(run.complete);
  EXPECT_EQ(run.summary.environments[0].rules.at("a"), RuleStatus::holds);
}

TEST(RunFiles, WhatAmendsAResultTakesItsPlace) {
  testing::Folder folder;
  record::Run run = testing::run();
  RunWriter writer(folder.path(), run.header);
  for (const auto& result : run.results) writer.add(result);
  writer.amend(0, run.results[1]);
  writer.amend(0, run.results[0]);  // the last one counts
  run.results[1].message = "another";
  writer.amend(1, run.results[1]);
  EXPECT_THROW(writer.amend(2, run.results[0]), std::out_of_range);
  EXPECT_EQ(read_run(writer.lines_path()).results, run.results);
  writer.finish(end_of(run));
  EXPECT_EQ(read_run(writer.document_path()).results, run.results);
  EXPECT_EQ(slurp(writer.document_path()).find("amends"), std::string::npos);
}

TEST(RunFiles, AnAmendmentOfNothingIsAFault) {
  testing::Folder folder;
  json amendment = testing::run().results[0];
  amendment["amends"] = 1;
  put(folder.path() / "run.jsonl", json(testing::header()).dump() + "\n" +
                                       json(testing::run().results[0]).dump() + "\n" + amendment.dump() +
                                       "\n");
  EXPECT_NE(fault_of(folder.path()).find("run.jsonl:3: /amends: there is no such result"), std::string::npos)
      << fault_of(folder.path());
}

TEST(RunFiles, TheHalfLineOfAKilledRunIsIgnored) {
  testing::Folder folder;
  RunWriter writer(folder.path(), testing::header());
  writer.add(testing::result("a", Verdict::pass));
  writer.add(testing::result("b", Verdict::fail));
  const std::string text = slurp(writer.lines_path());
  const auto whole = text.rfind('\n', text.size() - 2) + 1;
  for (const std::size_t size : {whole + 1, (whole + text.size()) / 2, text.size() - 1}) {
    put(folder.path() / "cut.jsonl", text.substr(0, size));
    EXPECT_EQ(read_run(folder.path() / "cut.jsonl").results.size(), 1U) << size;
  }
}

TEST(RunFiles, ALineThatIsNoJsonInTheMiddleIsAFault) {
  testing::Folder folder;
  RunWriter writer(folder.path(), testing::header());
  writer.add(testing::result("a", Verdict::pass));
  put(folder.path() / "bad.jsonl",
      slurp(writer.lines_path()) + "{\"case\":\n" + json(testing::result("a", Verdict::pass)).dump() + "\n");
  const std::string fault = fault_of(folder.path() / "bad.jsonl");
  EXPECT_NE(fault.find("bad.jsonl:3: is not JSON"), std::string::npos) << fault;
}

TEST(RunFiles, FaultsOfALineNameFileLineAndPointer) {
  testing::Folder folder;
  RunWriter writer(folder.path(), testing::header());
  json bad = testing::result("a", Verdict::pass);
  bad["verdict"] = "good";
  put(folder.path() / "bad.jsonl", slurp(writer.lines_path()) + bad.dump() + "\n");
  EXPECT_NE(fault_of(folder.path() / "bad.jsonl").find("bad.jsonl:2: /verdict: \"good\" is no verdict"),
            std::string::npos);
  bad["verdict"] = "pass";
  bad["rule"] = "c";
  put(folder.path() / "bad.jsonl", slurp(writer.lines_path()) + bad.dump() + "\n");
  EXPECT_NE(fault_of(folder.path() / "bad.jsonl").find("bad.jsonl:2: /rule: \"c\" is not in"),
            std::string::npos);
}

TEST(RunFiles, ATruncatedDocumentIsAFaultWithItsLine) {
  testing::Folder folder;
  const record::Run run = testing::run();
  RunWriter writer(folder.path(), testing::header());
  for (const auto& result : run.results) writer.add(result);
  writer.finish(end_of(run));
  const std::string text = slurp(writer.document_path());
  const std::string cut = text.substr(0, text.size() - 20);
  put(folder.path() / "cut.json", cut);
  const auto last_line = 1 + std::count(cut.begin(), cut.end(), '\n');
  const std::string fault = fault_of(folder.path() / "cut.json");
  EXPECT_NE(fault.find("cut.json:" + std::to_string(last_line) + ": is not JSON"), std::string::npos)
      << fault;
}

TEST(RunFiles, FaultsOfADocumentNameFileAndPointer) {
  testing::Folder folder;
  json document = testing::run();
  document["results"][1].erase("message");
  put(folder.path() / "run.json", document.dump());
  EXPECT_NE(fault_of(folder.path()).find("run.json:1: /results/1/message: is missing"), std::string::npos);
}

TEST(RunFiles, WhatCannotBeARecordIsRefused) {
  testing::Folder folder;
  put(folder.path() / "empty.json", "");
  EXPECT_NE(fault_of(folder.path() / "empty.json").find("empty.json:1: is not JSON"), std::string::npos);
  put(folder.path() / "empty.jsonl", "");
  EXPECT_NE(fault_of(folder.path() / "empty.jsonl").find("empty.jsonl:1: there is no whole header line"),
            std::string::npos);
  put(folder.path() / "half.jsonl", json(testing::header()).dump());
  EXPECT_NE(fault_of(folder.path() / "half.jsonl").find("no whole header line"), std::string::npos);
  put(folder.path() / "deep.json", std::string(100000, '['));
  EXPECT_NE(fault_of(folder.path() / "deep.json").find("nested more than"), std::string::npos);
}

TEST(RunFiles, AMissingFileIsToldWithTheReason) {
  testing::Folder folder;
  const std::string fault = fault_of(folder.path());
  EXPECT_NE(fault.find("run.json: cannot read: No such file"), std::string::npos) << fault;
}

TEST(RunFiles, AnOlderDocumentDoesNotOutliveTheStart) {
  testing::Folder folder;
  put(folder.path() / "run.json", "old");
  RunWriter writer(folder.path(), testing::header());
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "run.json"));
  EXPECT_FALSE(read_run(folder.path()).complete);
}

TEST(RunFiles, StringsThatAreNoUtf8AreReplaced) {
  testing::Folder folder;
  Result result = testing::result("a", Verdict::fail);
  result.observed = std::string("a\xff<script>\x1b[31m\0z", 16);
  result.transcript.push_back({{"event", "\xc3\x28"}});
  RunWriter writer(folder.path(), testing::header());
  writer.add(result);
  writer.finish({"", testing::header().subjects, summarize(testing::header(), {result}), true});
  const record::Run run = read_run(folder.path());
  EXPECT_EQ(run.results[0].observed, std::string("a\xef\xbf\xbd<script>\x1b[31m\0z", 18));
}

TEST(RunFiles, NothingIsAddedAfterTheEnd) {
  testing::Folder folder;
  RunWriter writer(folder.path(), testing::header());
  writer.finish({});
  EXPECT_THROW(writer.add(testing::result("a", Verdict::pass)), std::logic_error);
  EXPECT_THROW(writer.finish({}), std::logic_error);
}

TEST(RunFiles, AFullDiskIsToldAndStaysTold) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
  testing::Folder folder;
  std::filesystem::create_symlink("/dev/full", folder.path() / "run.jsonl");
  try {
    RunWriter writer(folder.path(), testing::header());
    FAIL() << "a full disk took the header";
  } catch (const RecordIoError& error) {
    EXPECT_NE(std::string(error.what()).find("run.jsonl: cannot write: No space left"), std::string::npos)
        << error.what();
  }
}

TEST(RunFiles, AFullDiskAtTheEndLeavesTheLines) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full";
  testing::Folder folder;
  RunWriter writer(folder.path(), testing::header());
  writer.add(testing::result("a", Verdict::pass));
  std::filesystem::create_symlink("/dev/full", folder.path() / "run.json.part");
  EXPECT_THROW(writer.finish(end_of(testing::run())), RecordIoError);
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "run.json"));
  EXPECT_EQ(read_run(folder.path()).results.size(), 1U);
}

TEST(RunFiles, HaveLettersOfAnyKindInTheirNames) {
  testing::Folder folder;
  const auto place = folder.path() / u8"gr\u00FCn \u20AC";
  RunWriter writer(place, testing::header());
  EXPECT_TRUE(std::filesystem::exists(place / "run.jsonl"));
}

TEST(RunFiles, AFolderThatIsAFileIsRefused) {
  testing::Folder folder;
  put(folder.path() / "file", "");
  try {
    RunWriter writer(folder.path() / "file", testing::header());
    FAIL() << "wrote below a file";
  } catch (const RecordIoError& error) {
    EXPECT_NE(std::string(error.what()).find((folder.path() / "file").string()), std::string::npos)
        << error.what();
  }
}

}  // namespace
}  // namespace loopcheck::record
