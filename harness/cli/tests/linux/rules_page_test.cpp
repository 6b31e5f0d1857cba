// docs/rules.md is what the data makes.
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "loopcheck_program.hpp"
#include "unix/offers.hpp"

namespace loopcheck::cli {
namespace {

std::string content(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

TEST(RulesPage, IsUpToDate) {
  const Workplace work;
  const auto made = work.shell("\"" LOOPCHECK_BIN
                               "/reference-subject\" --list-defects >defects.json && "
                               "\"$LOOPCHECK\" list rules --format markdown --defects defects.json "
                               "--output rules.md && cat rules.md && rm rules.md defects.json");
  ASSERT_EQ(made.status, 0) << made.error;
  // Not by EXPECT_EQ, which would print all of it.
  EXPECT_TRUE(made.output == content(std::filesystem::path(LOOPCHECK_DOCS) / "rules.md"))
      << "docs/rules.md is not what the data makes; run scripts/rules";
}

TEST(RulesPage, IsOfTheRulesThatAreSelected) {
  const Workplace work;
  const auto page =
      work.loopcheck({"list", "rules", "--rule", "windows-selector-512", "--format", "markdown"});
  EXPECT_EQ(page.status, 0) << page.error;
  EXPECT_NE(page.output.find("# The rules\n\n1 rule,"), std::string::npos) << page.output;
  EXPECT_NE(page.output.find("- Executed: Windows under Wine"), std::string::npos) << page.output;
  EXPECT_EQ(page.output.find("- Defects:"), std::string::npos) << "nobody named a list of them";
  EXPECT_EQ(work.loopcheck({"list", "rules", "--rule", "no-such-rule", "--format", "markdown"}).status, 4);
}

TEST(RulesPage, NamesAListOfDefectsThatCannotBeRead) {
  const Workplace work;
  const auto page = work.loopcheck({"list", "rules", "--format", "markdown", "--defects", "/no/such/file"});
  EXPECT_EQ(page.status, 2);
  EXPECT_NE(page.error.find("/no/such/file: cannot be read"), std::string::npos) << page.error;
}

// What the page says of where a rule is executed rests on this.
TEST(Manifests, SayWhatTheReferenceLoopOffers) {
  for (const char* name : {"reference", "reference-simulated-macos"}) {
    const auto offers = offers_of(name);
    EXPECT_FALSE(offers.of_the_manifest.empty()) << name;
    EXPECT_EQ(offers.of_the_manifest, offers.of_the_subject) << name;
  }
}

}  // namespace
}  // namespace loopcheck::cli
