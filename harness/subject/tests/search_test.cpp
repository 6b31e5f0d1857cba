#include "loopcheck/subject/search.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "loopcheck/subject/manifest.hpp"
#include "played.hpp"

namespace loopcheck::subject {
namespace {

using Words = std::vector<std::string>;

// The programs are files with what the scripted subject plays in their place.
class Searches : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) /
              (std::string("search-") + testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    search_.version = played({"play", program_variable});
    std::string fault;
    search_.versions = *catalogue::VersionRange::parse(">=3.8", fault);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  // A program below the folder that plays these words.
  std::string program(const std::string& name, const Words& words) const {
    const auto path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    for (const auto& word : words) file << word << '\n';
    return path.string();
  }

  Words versions() const {
    Words versions;
    for (const auto& found : search(search_).programs) versions.push_back(found.version);
    return versions;
  }

  std::filesystem::path folder_;
  Search search_;
};

TEST_F(Searches, GiveEveryVersionOnceAndTheLowestFirst) {
  search_.programs = {program("b", {"line", "3.10.1"}), program("a", {"line", "3.9.2"}),
                      program("c", {"line", "3.10.1"})};
  const auto finds = search(search_);
  ASSERT_EQ(finds.programs.size(), 2U);
  EXPECT_EQ(finds.programs[0].version, "3.9.2");
  EXPECT_EQ(finds.programs[1].version, "3.10.1");
  EXPECT_EQ(std::filesystem::path(finds.programs[1].program).filename(), "b");
  EXPECT_TRUE(finds.notes.empty());
}

TEST_F(Searches, TakeAVersionWithoutALineEnd) {
  search_.programs = {program("a", {"print", "3.9.2"})};
  EXPECT_EQ(versions(), Words{"3.9.2"});
}

TEST_F(Searches, LookIntoFoldersByGlobs) {
  program("versions/3.8.1/bin/python", {"line", "3.8.1"});
  program("versions/3.9.1/bin/python", {"line", "3.9.1"});
  program("versions/3.9.1/bin/other", {"line", "3.12.0"});
  std::filesystem::create_directories(folder_ / "versions" / "3.11.0");  // a version that is not whole
  search_.programs = {(folder_ / "versions" / "3.*" / "bin" / "pyth?n").string(),
                      (folder_ / "no-such-folder" / "*" / "python").string()};
  EXPECT_EQ(versions(), (Words{"3.8.1", "3.9.1"}));
}

TEST_F(Searches, LeaveOutWhatIsNotThereAndWhatIsOutOfRange) {
  search_.programs = {"no-such-program-anywhere", (folder_ / "none").string(), folder_.string(),
                      program("old", {"line", "3.7.16"}), program("older", {"line", "2.7.18"})};
  const auto finds = search(search_);
  EXPECT_TRUE(finds.programs.empty());
  EXPECT_TRUE(finds.notes.empty());
}

TEST_F(Searches, BelieveNoProgramThatFails) {
  // A shim of pyenv without the version: it says so and exits with status 127.
  search_.programs = {program("shim", {"complain", "pyenv: python3.9: command not found\n", "exit", "127"}),
                      program("liar", {"line", "3.9.1", "exit", "1"}),
                      program("crash", {"line", "3.9.2", "crash"}), program("good", {"line", "3.9.3"})};
  EXPECT_EQ(versions(), Words{"3.9.3"});
}

TEST_F(Searches, BelieveNoNonsense) {
  for (const char* nonsense : {"", "Python", "3.9.1 (main)", "three", "3..9", "-3.9", "3.9.1rc1"}) {
    search_.programs = {program("odd", {"line", nonsense}), program("good", {"line", "3.9.3"})};
    const auto finds = search(search_);
    EXPECT_EQ(finds.programs.size(), 1U) << nonsense;
    ASSERT_EQ(finds.notes.size(), 1U) << nonsense;
    EXPECT_NE(finds.notes[0].find("odd is left out: what it says is no version"), std::string::npos)
        << finds.notes[0];
  }
}

TEST_F(Searches, DoNotWaitForEver) {
  for (const auto& words : {Words{"hang"}, Words{"line", "3.9.1", "hang"}, Words{"flood"}}) {
    search_.programs = {program("slow", words)};
    const auto finds = search(search_, std::chrono::milliseconds(50));
    EXPECT_TRUE(finds.programs.empty()) << words.front();
    ASSERT_EQ(finds.notes.size(), 1U) << words.front();
    EXPECT_NE(finds.notes[0].find("did not say its version in time"), std::string::npos) << finds.notes[0];
  }
}

TEST_F(Searches, SurviveAVersionCommandThatCannotBeStarted) {
  search_.programs = {program("a", {"line", "3.9.1"})};
  search_.version = {"no-such-program-anywhere", program_variable};
  EXPECT_TRUE(versions().empty());
}

TEST(ShortNames, AreTheBranchForTheNewestOfIt) {
  EXPECT_EQ(short_names({{"a", "3.8.18"}, {"b", "3.11.2"}, {"c", "3.11.7"}, {"d", "3.13.0"}, {"e", "4"}}),
            (Words{"3.8", "3.11.2", "3.11", "3.13", "4"}));
  EXPECT_TRUE(short_names({}).empty());
}

TEST_F(Searches, MakeAManifestOfEachVersion) {
  Manifest manifest;
  manifest.name = "mine-*";
  manifest.title = "Mine, *";
  manifest.command = {program_variable, "adapter.py"};
  search_.programs = {program("a", {"line", "3.9.2"}), program("b", {"line", "3.9.1"})};
  manifest.find = search_;
  const auto found = versions_of(manifest).manifests;
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].name, "mine-3.9.1");
  EXPECT_EQ(found[1].name, "mine-3.9");
  EXPECT_EQ(found[1].title, "Mine, 3.9.2");
  EXPECT_EQ(found[1].command, (Words{search_.programs[0], "adapter.py"}));
  EXPECT_FALSE(found[1].find);
}

TEST(Commands, AreTheSameIfTheyStartTheSameFileWithTheSameArguments) {
  const std::string program = LOOPCHECK_SCRIPTED_SUBJECT;
  const auto other_spelling = std::filesystem::path(program).parent_path() / "." / "scripted-subject";
  EXPECT_TRUE(start_the_same({program, "a"}, {program, "a"}));
  EXPECT_TRUE(start_the_same({program, "a"}, {other_spelling.string(), "a"}));
  EXPECT_FALSE(start_the_same({program, "a"}, {program, "b"}));
  EXPECT_FALSE(start_the_same({program, "a"}, {program}));
  EXPECT_FALSE(start_the_same({program}, {LOOPCHECK_NO_PROGRAM}));
  EXPECT_FALSE(start_the_same({"no-such-program"}, {"no-such-program"}));
  EXPECT_FALSE(start_the_same({}, {program}));
  EXPECT_FALSE(start_the_same({program}, {}));
}

}  // namespace
}  // namespace loopcheck::subject
