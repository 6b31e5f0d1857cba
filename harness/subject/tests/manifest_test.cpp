#include "loopcheck/subject/manifest.hpp"

#include <cstdlib>
#include <fstream>
#include <tuple>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "played.hpp"

namespace loopcheck::subject {
namespace {

class Manifests : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::path(testing::TempDir()) /
              (std::string("manifests-") + testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const char* name, const char* text) const { std::ofstream(folder_ / name) << text; }
  std::vector<Manifest> load() const { return load_manifests(folder_, "/s", "/b"); }
  std::string fault() const {
    try {
      (void)load();
    } catch (const ManifestError& error) {
      return error.what();
    }
    return "";
  }

  std::filesystem::path folder_;
};

constexpr const char* good =
    R"({"name":"mine","title":"Mine","about":"a loop","command":["${bin}/x","${subjects}/y"],"probe":null,"install":"do"})";

TEST_F(Manifests, AreReadInOrderOfTheirNamesWithFoldersPutIn) {
  write("z.json", good);
  write("a.json", R"({"name":"zz","title":"","about":"","command":["python3"],"install":""})");
  write("notes.txt", "not a manifest");
  const auto manifests = load();
  ASSERT_EQ(manifests.size(), 2U);
  EXPECT_EQ(manifests[0].name, "mine");
  const auto native = [](const char* path) { return std::filesystem::path(path).make_preferred().string(); };
  EXPECT_EQ(manifests[0].command, (std::vector<std::string>{native("/b/x"), native("/s/y")}));
  EXPECT_EQ(manifests[1].name, "zz");
}

TEST_F(Manifests, NameTheirListsOfKnownFailures) {
  write("a.json", good);
  write("b.json", R"({"name":"n","title":"","about":"","command":["x"],"install":null,
    "expectations":["${subjects}/expectations/n.json"]})");
  const auto manifests = load();
  EXPECT_TRUE(manifests[0].expectations.empty());
  ASSERT_EQ(manifests[1].expectations.size(), 1U);
  EXPECT_EQ(manifests[1].expectations[0].generic_string(), "/s/expectations/n.json");
}

TEST_F(Manifests, NameWhatASubjectNeedsAroundIt) {
  write("a.json", R"({"name":"w","title":"","about":"","command":["${bin}/../other/x${exe}"],"install":null,
    "child":"${bin}/../other/child.exe","paths":"windows","environment":{"PREFIX":"${run}/wine"},
    "companion":["${subjects}/session","${run}/wine"]})");
  const auto manifest = load().front();
  EXPECT_EQ(std::filesystem::path(manifest.command.front()).parent_path().generic_string(), "/other");
  EXPECT_EQ(manifest.surroundings.child.generic_string(), "/other/child.exe");
  EXPECT_EQ(manifest.surroundings.paths, Paths::windows);
  EXPECT_EQ(manifest.surroundings.environment.at("PREFIX"), "${run}/wine");
  EXPECT_EQ(manifest.surroundings.companion.back(), "${run}/wine");
}

TEST_F(Manifests, OfOtherSystemsAreLeftOut) {
  write("a.json",
        R"({"name":"a","title":"","about":"","command":["x"],"install":"","on":["no-such-system"]})");
  write(
      "b.json",
      R"({"name":"b","title":"","about":"","command":["x"],"install":"","on":["linux","macos","windows"]})");
  const auto manifests = load();
  ASSERT_EQ(manifests.size(), 1U);
  EXPECT_EQ(manifests.front().name, "b");
}

TEST_F(Manifests, MayAskToBeNamed) {
  write("a.json", R"({"name":"a","title":"","about":"","command":["x"],"install":""})");
  write("b.json",
        R"({"name":"b","title":"","about":"","command":["x"],"install":"","only_when_named":true})");
  const auto manifests = load();
  ASSERT_EQ(manifests.size(), 2U);
  EXPECT_FALSE(manifests[0].only_when_named);
  EXPECT_TRUE(manifests[1].only_when_named);
}

TEST_F(Manifests, TellWhatTheSubjectOffers) {
  write("a.json", good);
  write("b.json", R"({"name":"n","title":"","about":"","command":["x"],"install":null,"offers":[
    {"platform":"macos","platform_version":"10.8","loop":"selector","selectors":["kqueue","poll"],"documented":"3.15",
     "provenance":"simulated"},
    {"platform":"windows","loop":"proactor","documented":"3.7","provenance":"wine"}]})");
  const auto manifests = load();
  EXPECT_TRUE(manifests[0].offers.empty());
  const auto& offers = manifests[1].offers;
  ASSERT_EQ(offers.size(), 3U);
  EXPECT_EQ(offers[0].selector, "kqueue");
  EXPECT_EQ(offers[1].selector, "poll");
  EXPECT_EQ(offers[1].platform_version, "10.8");
  EXPECT_EQ(offers[2].selector, std::nullopt);
  EXPECT_EQ(offers[2].documented, "3.7");
  EXPECT_EQ(offers[2].provenance, "wine");
}

TEST_F(Manifests, SayWhereSeveralAreLookedFor) {
  write("a.json",
        R"({"name":"v-*","title":"","about":"","command":["${program}","${subjects}/y"],"install":"",
    "find":{"programs":["x","${bin}/*/x","${env:PATH}/x","${env:LOOPCHECK_NO_SUCH_VARIABLE}/x"],
            "version":["${program}","${subjects}/v"],"versions":">=3.8"},
    "environments_unless_named":["*-epoll"]})");
  const auto manifest = load().front();
  ASSERT_TRUE(manifest.find);
  ASSERT_EQ(manifest.find->programs.size(), 3U);
  EXPECT_EQ(manifest.find->programs[0], "x");
  EXPECT_EQ(std::filesystem::path(manifest.find->programs[1]).generic_string(), "/b/*/x");
  EXPECT_EQ(manifest.find->programs[2], std::string(std::getenv("PATH")) + "/x");
  EXPECT_EQ(manifest.find->version.front(), "${program}");
  EXPECT_EQ(std::filesystem::path(manifest.find->version.back()).generic_string(), "/s/v");
  EXPECT_EQ(manifest.find->versions.text(), ">=3.8");
  EXPECT_EQ(manifest.command.front(), "${program}");
  EXPECT_EQ(manifest.environments_unless_named, std::vector<std::string>{"*-epoll"});
}

TEST_F(Manifests, ThatLookForSeveralAreSound) {
  for (const auto& [name, find, part] : std::vector<std::tuple<const char*, const char*, const char*>>{
           {"v", R"({"programs":["x"],"version":["x"],"versions":">=3.8"})", "/name: has a *"},
           {"v-*", "null", "/name: has a *"},
           {"v-*", "[]", "/find: an object"},
           {"v-*", R"({"programs":["x"],"version":["x"]})", "/find: an object"},
           {"v-*", R"({"programs":"x","version":["x"],"versions":">=3.8"})", "/find/programs: a list"},
           {"v-*", R"({"programs":["${env:X"],"version":["x"],"versions":">=3.8"})", "without its }"},
           {"v-*", R"({"programs":["x"],"version":[],"versions":">=3.8"})",
            "/find/version: must not be empty"},
           {"v-*", R"({"programs":["x"],"version":["x"],"versions":3})", "/find/versions: a string"},
           {"v-*", R"({"programs":["x"],"version":["x"],"versions":"new"})", "/find/versions: "}}) {
    const auto text = fmt::format(
        R"({{"name":"{}","title":"","about":"","command":["x"],"install":"","find":{}}})", name, find);
    write("bad.json", text.c_str());
    EXPECT_NE(fault().find(part), std::string::npos) << text << ": " << fault();
  }
}

TEST_F(Manifests, NameTheFileAndTheField) {
  write("bad.json", R"({"name":"x","title":"","about":"","command":"python3","install":""})");
  EXPECT_NE(fault().find("bad.json: /command"), std::string::npos) << fault();
  write("bad.json", R"({"title":"","about":"","command":["x"],"install":""})");
  EXPECT_NE(fault().find("bad.json: /name"), std::string::npos) << fault();
  write("bad.json", R"({"name":"x","title":"","about":"","command":[],"install":""})");
  EXPECT_NE(fault().find("must not be empty"), std::string::npos) << fault();
  write("bad.json", R"({"name":"x","title":"","about":"","command":["x"],"install":"","paths":"odd"})");
  EXPECT_NE(fault().find("bad.json: /paths"), std::string::npos) << fault();
  write("bad.json",
        R"({"name":"x","title":"","about":"","command":["x"],"install":"","environment":{"A":1}})");
  EXPECT_NE(fault().find("bad.json: /environment"), std::string::npos) << fault();
  write("bad.json", R"({"name":"x","title":"","about":"","command":["x"],"install":"","only_when_named":1})");
  EXPECT_NE(fault().find("bad.json: /only_when_named"), std::string::npos) << fault();
  write("bad.json",
        R"({"name":"x","title":"","about":"","command":["x"],"install":"","offers":[{"platform":"linux"}]})");
  EXPECT_NE(fault().find("bad.json: /offers"), std::string::npos) << fault();
  write("bad.json", "{");
  EXPECT_NE(fault().find("not a JSON object"), std::string::npos) << fault();
}

TEST_F(Manifests, OfAFolderThatIsNotThereAreAnError) {
  EXPECT_THROW((void)load_manifests(folder_ / "none", "", ""), ManifestError);
}

TEST_F(Manifests, TellWhetherTheSubjectIsThere) {
  Manifest manifest;
  manifest.command = {LOOPCHECK_SCRIPTED_SUBJECT};
  EXPECT_FALSE(why_missing(manifest));
  manifest.probe = played({"exit", "0"});
  EXPECT_FALSE(why_missing(manifest));
  manifest.install = "install it";
  manifest.probe = played({"exit", "1"});
  EXPECT_EQ(why_missing(manifest), "install it");
  manifest.probe = played({"complain", "noise\nbuild it\n", "exit", "1"});
  EXPECT_EQ(why_missing(manifest), "build it");
  manifest.probe = {"no-such-program-anywhere"};
  EXPECT_TRUE(why_missing(manifest));
  manifest.probe = {};
  manifest.command = {"/no/such/program"};
  EXPECT_TRUE(why_missing(manifest));
}

}  // namespace
}  // namespace loopcheck::subject
