// End to end: a subject of which a machine may have several versions. The programs that are looked for are
// files with what the scripted subject plays when it is asked for its version in their place.
#include <fstream>

#include <gtest/gtest.h>

#include "loopcheck_program.hpp"
#include "shell_words.hpp"

namespace loopcheck::cli {
namespace {

using Words = std::vector<std::string>;

class SeveralVersions : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::create_directories(folder());
    const auto passing = *shell_words(scripted("pass-through"));
    manifest_ = {{"name", "mine-*"},
                 {"title", "Mine, *"},
                 {"about", "several"},
                 {"install", "get another one"},
                 {"command", {passing[0], passing[1], passing[2], "--on", "${program}"}},
                 {"find",
                  {{"programs", {(folder() / "versions" / "*" / "program").string()}},
                   {"version", {passing[0], "--play", "play", "${program}"}},
                   {"versions", ">=3.8"}}}};
  }

  std::filesystem::path folder() const { return work_.cases().parent_path() / "manifests"; }

  void install(const std::string& name, const Words& words) const {
    const auto place = folder() / "versions" / name;
    std::filesystem::create_directories(place);
    std::ofstream file(place / "program", std::ios::binary);
    for (const auto& word : words) file << word << '\n';
  }

  Words with_manifests(Words arguments) const {
    std::ofstream(folder() / "mine.json") << manifest_;
    arguments.insert(arguments.end(), {"--manifests", folder().string()});
    return arguments;
  }

  Finished loopcheck(const Words& arguments) const { return work_.loopcheck(with_manifests(arguments)); }
  Finished run(const Words& arguments) const { return work_.run(with_manifests(arguments)); }

  Words subjects_of_the_run() const {
    Words names;
    const auto record = work_.record();
    for (const auto& subject : record.at("subjects")) names.push_back(subject.at("name"));
    return names;
  }

  // The names in what `list subjects` prints.
  Words listed() const {
    Words names;
    const auto finished = loopcheck({"list", "subjects", "--format", "json"});
    for (const auto& subject : nlohmann::json::parse(finished.output)) names.push_back(subject.at("name"));
    return names;
  }

  Workplace work_;
  nlohmann::json manifest_;
};

TEST_F(SeveralVersions, AreASubjectEach) {
  install("a", {"line", "3.9.2"});
  install("b", {"line", "3.10.0"});
  install("c", {"line", "3.9.1"});
  install("d", {"line", "3.7.16"});
  install("e", {"complain", "not found", "exit", "127"});
  EXPECT_EQ(listed(), (Words{"mine-3.9.1", "mine-3.9", "mine-3.10"}));
  (void)run({"--case", "alive"});
  EXPECT_EQ(subjects_of_the_run(), (Words{"mine-3.9.1", "mine-3.9", "mine-3.10"}));
}

TEST_F(SeveralVersions, CanBeNamedOneByOneAndByAGlob) {
  install("a", {"line", "3.9.2"});
  install("b", {"line", "3.10.0"});
  (void)run({"--case", "alive", "--subject", "mine-3.10"});
  EXPECT_EQ(subjects_of_the_run(), Words{"mine-3.10"});
  const auto rerun = work_.record().at("results").at(0).at("rerun").get<std::string>();
  EXPECT_NE(rerun.find("--subject mine-3.10 "), std::string::npos);
  (void)run({"--case", "alive", "--subject", "mine-*", "--subject", "mine-3.9"});
  EXPECT_EQ(subjects_of_the_run(), (Words{"mine-3.9", "mine-3.10"}));
}

TEST_F(SeveralVersions, ThatAreNotThereAreTold) {
  const auto none = run({"--case", "alive"});
  EXPECT_EQ(none.status, 4);
  EXPECT_NE(none.error.find("mine-* is left out: it is not installed here (get another one)"),
            std::string::npos)
      << none.error;
  install("a", {"line", "3.9.2"});
  const auto other = run({"--case", "alive", "--subject", "mine-3.12"});
  EXPECT_EQ(other.status, 3);
  EXPECT_NE(
      other.error.find("the subject mine-3.12 is not installed here: get another one (there is mine-3.9)"),
      std::string::npos)
      << other.error;
  const auto unknown = run({"--case", "alive", "--subject", "yours-3.12"});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_NE(unknown.error.find("known are: mine-*"), std::string::npos) << unknown.error;
}

TEST_F(SeveralVersions, ThatTalkNonsenseAreTold) {
  install("a", {"line", "three point nine"});
  install("b", {"line", "3.9.2"});
  const auto finished = run({"--case", "alive"});
  EXPECT_NE(finished.error.find("is left out: what it says is no version"), std::string::npos)
      << finished.error;
  EXPECT_EQ(subjects_of_the_run(), Words{"mine-3.9"});
}

TEST_F(SeveralVersions, ThatARunHasUnderAnotherNameAreNotRunTwice) {
  install("a", {"line", "3.9.2"});
  install("b", {"line", "3.10.0"});
  auto command = manifest_.at("command");
  command.back() = (folder() / "versions" / "a" / "program").string();
  std::ofstream(folder() / "system.json")
      << nlohmann::json{{"name", "aaa"}, {"title", ""}, {"about", ""}, {"command", command}, {"install", ""}};
  EXPECT_EQ(listed(), (Words{"aaa", "mine-3.10"}));
  (void)run({"--case", "alive", "--subject", "aaa", "--subject", "mine-*"});
  EXPECT_EQ(subjects_of_the_run(), (Words{"aaa", "mine-3.10"}));
  (void)run({"--case", "alive", "--subject", "aaa", "--subject", "mine-3.9"});
  EXPECT_EQ(subjects_of_the_run(), (Words{"aaa", "mine-3.9"}));
}

TEST_F(SeveralVersions, MayBeRunInFewerEnvironmentsUnlessNamed) {
  install("a", {"line", "3.9.2"});
  manifest_["environments_unless_named"] = {"*-poll"};
  EXPECT_EQ(run({"--case", "alive"}).status, 4);
  EXPECT_TRUE(work_.record().at("subjects").at(0).at("environments").empty());
  (void)run({"--case", "alive", "--subject", "mine-3.9"});
  EXPECT_EQ(work_.record().at("subjects").at(0).at("environments").size(), 1U);
}

TEST_F(SeveralVersions, AreNoneThatSmokeCanTakeTogether) {
  install("a", {"line", "3.9.2"});
  install("b", {"line", "3.10.0"});
  const auto finished = loopcheck({"smoke", "mine-*"});
  EXPECT_EQ(finished.status, 2);
  EXPECT_NE(finished.error.find("several subjects"), std::string::npos) << finished.error;
}

}  // namespace
}  // namespace loopcheck::cli
