// End to end: what works where, over the real rules.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "loopcheck_program.hpp"

namespace loopcheck::cli {
namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(SupportCommand, AnswersForMethodsAndConcepts) {
  const Workplace work;
  const auto reader = work.loopcheck({"support", "add_reader"});
  EXPECT_EQ(reader.status, 0) << reader.error;
  for (const char* part : {"Windows  proactor loop, default  no", "Windows  selector loop           partly",
                           "Linux    selector loop", "windows-proactor-no-add-reader",
                           "https://docs.python.org/3/library/asyncio-platforms.html#windows"})
    EXPECT_TRUE(contains(reader.output, part)) << part << "\n" << reader.output;
  for (const char* name :
       {"subprocess_exec", "unix sockets", "pipes", "signals", "loop.create_unix_server()"})
    EXPECT_EQ(work.loopcheck({"support", name}).status, 0) << name;
}

TEST(SupportCommand, ListsWhatOneCanAskFor) {
  const Workplace work;
  const auto list = work.loopcheck({"support"});
  EXPECT_EQ(list.status, 0);
  EXPECT_TRUE(contains(list.output, "add_reader")) << list.output;
  const auto json = nlohmann::json::parse(work.loopcheck({"support", "--format", "json"}).output);
  EXPECT_GT(json.at("features").size(), 50U);
  EXPECT_FALSE(json.at("features")[0].contains("environments"));
}

TEST(SupportCommand, IsInEveryFormatAndWritesAFile) {
  const Workplace work;
  for (const auto& [format, part] :
       std::vector<std::pair<std::string, std::string>>{{"text", "subprocess_exec: "},
                                                        {"json", "\"schema\": \"loopcheck-support/1\""},
                                                        {"markdown", "| platform | loop |"},
                                                        {"html", "<!doctype html>"}}) {
    const auto finished = work.loopcheck({"support", "subprocess*", "pipes", "--format", format});
    EXPECT_EQ(finished.status, 0) << finished.error;
    EXPECT_TRUE(contains(finished.output, part)) << format;
  }
  const auto file = work.report().parent_path() / "support.html";
  EXPECT_EQ(work.loopcheck({"support", "*", "--format", "html", "--output", file.string()}).status, 0);
  EXPECT_GT(std::filesystem::file_size(file), 10'000U);
  EXPECT_EQ(work.loopcheck({"support", "pipes", "--output", (file / "x").string()}).status, 3);
}

TEST(SupportCommand, IsNarrowedByPlatformLoopAndVersion) {
  const Workplace work;
  const auto rows = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"support", "udp", "--format", "json"});
    const auto finished = work.loopcheck(arguments);
    EXPECT_EQ(finished.status, 0) << finished.error;
    return nlohmann::json::parse(finished.output).at("features")[0].at("environments");
  };
  EXPECT_EQ(rows({"--platform", "windows"}).size(), 2U);
  const auto old = rows({"--platform", "windows", "--loop", "proactor", "--python", "3.7"});
  ASSERT_EQ(old.size(), 1U);
  EXPECT_EQ(old[0].at("answers").size(), 1U);
  EXPECT_EQ(old[0].at("answers")[0].at("answer"), "no");
  EXPECT_EQ(rows({"--platform", "linux", "--platform", "macos"}).size(), 2U);
}

TEST(SupportCommand, TellsWhatARunVerified) {
  const Workplace work;
  const auto real = work.loopcheck({"run", "--subject", "reference", "--rule", "add-reader-runs-callback",
                                    "--environment", "*-select", "--output", work.report().string()});
  ASSERT_EQ(real.status, 0) << real.output << real.error;
  const auto told = work.loopcheck({"support", "add_reader", "--run", work.report().string()});
  EXPECT_EQ(told.status, 0) << told.error;
  const auto provenance =
      work.record().at("subjects").at(0).at("environments").at(0).at("provenance").get<std::string>();
  EXPECT_TRUE(contains(told.output, "verified (" + provenance + "): reference ")) << told.output;
  EXPECT_TRUE(contains(told.output, "not verified by this run")) << told.output;
}

struct Wrong {
  std::vector<std::string> arguments;
  int status;
  std::string part;  // of the message
};

TEST(SupportCommand, SaysWhatIsWrong) {
  const Workplace work;
  for (const Wrong& wrong : std::vector<Wrong>{
           {{"ad_reader"}, 2, "did you mean add_reader"},
           {{"unix"}, 2, "did you mean"},
           {{"nothing-like-it"}, 2, "loopcheck support lists them"},
           {{"nothing*"}, 2, "there is no feature"},
           {{"pipes", "nothing-like-it"}, 2, "nothing-like-it"},
           {{"pipes", "--platform", "window"}, 2, "only of emscripten, linux, macos, windows"},
           {{"pipes", "--loop", "procator"}, 2, "procator"},
           {{"pipes", "--python", "three"}, 2, "is not a version"},
           {{"pipes", "--python", "3.12rc1"}, 2, "is not a version"},
           {{"pipes", "--python", "3.3"}, 2, "3.4 and later"},
           {{"pipes", "--run", "/no/such/run"}, 2, "/no/such/run"},
           {{"pipes", "--format", "pdf"}, 2, "pdf"},
           {{"pipes", "--platform", "linux", "--loop", "proactor"}, 4, "no proactor loop on linux"},
           {{"pipes", "--cases", work.cases().string()}, 2, "features.json"}}) {
    std::vector<std::string> arguments = wrong.arguments;
    arguments.insert(arguments.begin(), "support");
    const auto finished = work.loopcheck(arguments);
    EXPECT_EQ(finished.status, wrong.status) << wrong.part;
    EXPECT_TRUE(contains(finished.error, wrong.part)) << wrong.part << "\n" << finished.error;
    EXPECT_EQ(finished.output, "") << wrong.part;
  }
}

TEST(SupportCommand, IsTaughtByHelp) {
  const Workplace work;
  const auto help = work.loopcheck({"support", "--help"}).output;
  for (const char* part :
       {"loopcheck support add_reader", "--python", "not documented  no rule", "Exit status:"})
    EXPECT_TRUE(contains(help, part)) << part;
}

}  // namespace
}  // namespace loopcheck::cli
