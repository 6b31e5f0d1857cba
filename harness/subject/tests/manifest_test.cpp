#include "loopcheck/subject/manifest.hpp"

#include <fstream>

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
  EXPECT_EQ(manifests[0].command, (std::vector<std::string>{"/b/x", "/s/y"}));
  EXPECT_EQ(manifests[1].name, "zz");
}

TEST_F(Manifests, NameTheFileAndTheField) {
  write("bad.json", R"({"name":"x","title":"","about":"","command":"python3","install":""})");
  EXPECT_NE(fault().find("bad.json: /command"), std::string::npos) << fault();
  write("bad.json", R"({"title":"","about":"","command":["x"],"install":""})");
  EXPECT_NE(fault().find("bad.json: /name"), std::string::npos) << fault();
  write("bad.json", R"({"name":"x","title":"","about":"","command":[],"install":""})");
  EXPECT_NE(fault().find("must not be empty"), std::string::npos) << fault();
  write("bad.json", "{");
  EXPECT_NE(fault().find("not a JSON object"), std::string::npos) << fault();
}

TEST_F(Manifests, OfAFolderThatIsNotThereAreAnError) {
  EXPECT_THROW((void)load_manifests(folder_ / "none", "", ""), ManifestError);
}

TEST_F(Manifests, TellWhetherTheSubjectIsThere) {
  Manifest manifest;
  manifest.command = {LOOPCHECK_SCRIPTED_SUBJECT};
  EXPECT_TRUE(is_available(manifest));
  manifest.probe = played({"exit", "0"});
  EXPECT_TRUE(is_available(manifest));
  manifest.probe = played({"exit", "1"});
  EXPECT_FALSE(is_available(manifest));
  manifest.probe = {"no-such-program-anywhere"};
  EXPECT_FALSE(is_available(manifest));
  manifest.probe = {};
  manifest.command = {"/no/such/program"};
  EXPECT_FALSE(is_available(manifest));
}

}  // namespace
}  // namespace loopcheck::subject
