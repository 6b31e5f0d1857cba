#include "loopcheck/catalogue/lint_manifests.hpp"

#include <fstream>

#include <gtest/gtest.h>

#include "suite.hpp"

namespace loopcheck::catalogue {
namespace {

class ManifestLint : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = suite_.folder / "manifests";
    std::filesystem::create_directories(folder_);
  }

  std::vector<Diagnostic> lint(const std::string& text) const {
    std::ofstream(folder_ / "mine.json") << text;
    std::vector<Diagnostic> diagnostics;
    EXPECT_EQ(lint_manifests(folder_, real_cases() / "schema", diagnostics), 1U);
    return diagnostics;
  }

  Suite suite_;
  std::filesystem::path folder_;
};

TEST_F(ManifestLint, TakesThoseThatComeWithTheProgram) {
  std::vector<Diagnostic> diagnostics;
  EXPECT_GT(lint_manifests(real_cases().parent_path() / "subjects" / "manifests", real_cases() / "schema",
                           diagnostics),
            0U);
  for (const auto& diagnostic : diagnostics) ADD_FAILURE() << to_string(diagnostic);
}

TEST_F(ManifestLint, NamesFileLineAndPlaceOfAFault) {
  struct Fault {
    const char* text;
    const char* pointer;
    std::size_t line;
  };
  for (const auto& [text, pointer, line] : std::vector<Fault>{
           {R"({"name": "a", "title": "b", "about": "c"})", "", 1},
           {"{\"name\": \"a\", \"title\": \"b\", \"about\": \"c\", \"command\": [\"x\"],\n\"comand\": 1}", "",
            1},
           {"{\"name\": \"a b\",\n\"title\": \"b\", \"about\": \"c\", \"command\": [\"x\"]}", "/name", 1},
           {"{\"name\": \"a\", \"title\": \"b\", \"about\": \"c\",\n\"command\": []}", "/command", 2},
           {"{\"name\": \"a\", \"title\": \"b\", \"about\": \"c\", \"command\": [\"x\"],\n\"on\": "
            "[\"beos\"]}",
            "/on/0", 2},
           {"{\"name\": \"a-*\", \"title\": \"b\", \"about\": \"c\", \"command\": [\"x\"],\n"
            "\"find\": {\"programs\": [\"x\"], \"version\": [\"x\"]}}",
            "/find", 2},
           {"{\"name\": \"a-*\", \"title\": \"b\", \"about\": \"c\", \"command\": [\"x\"],\n\"find\":\n"
            "{\"programs\": [], \"version\": [\"x\"], \"versions\": \">=3\"}}",
            "/find/programs", 3}}) {
    const auto found = lint(text);
    ASSERT_FALSE(found.empty()) << text;
    EXPECT_EQ(found[0].pointer, pointer) << to_string(found[0]);
    EXPECT_EQ(found[0].line, line) << to_string(found[0]);
    EXPECT_EQ(found[0].severity, Severity::error);
    EXPECT_NE(found[0].file.find("mine.json"), std::string::npos);
  }
}

TEST_F(ManifestLint, RefusesWhatIsNoJson) {
  EXPECT_FALSE(lint("{").empty());
  EXPECT_FALSE(lint("").empty());
  EXPECT_FALSE(lint(R"({"name": "a", "name": "b"})").empty());
}

TEST_F(ManifestLint, OfNoManifestsIsNothing) {
  std::vector<Diagnostic> diagnostics;
  EXPECT_EQ(lint_manifests(folder_, real_cases() / "schema", diagnostics), 0U);
  EXPECT_EQ(lint_manifests(folder_ / "none", real_cases() / "schema", diagnostics), 0U);
  EXPECT_TRUE(diagnostics.empty());
}

}  // namespace
}  // namespace loopcheck::catalogue
