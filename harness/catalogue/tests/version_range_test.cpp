#include "loopcheck/catalogue/version_range.hpp"

#include <gtest/gtest.h>

namespace loopcheck::catalogue {
namespace {

bool in_range(const char* range, const char* version) {
  std::string fault;
  const auto parsed = VersionRange::parse(range, fault);
  EXPECT_TRUE(parsed) << fault;
  return parsed && parsed->contains(Version::parse(version).value());
}

TEST(Version, ComparesPartsAsNumbers) {
  EXPECT_LT(Version::parse("3.9"), Version::parse("3.10"));
  EXPECT_LT(Version::parse("3.13.9"), Version::parse("3.14"));
  EXPECT_GT(Version::parse("4"), Version::parse("3.99.99"));
}

TEST(Version, TwoPartsStandForTheFirstMicroRelease) {
  EXPECT_EQ(Version::parse("3.8"), Version::parse("3.8.0"));
  EXPECT_LT(Version::parse("3.8"), Version::parse("3.8.1"));
}

TEST(Version, RefusesWhatIsNoVersion) {
  for (const char* text :
       {"", ".", "3.", ".8", "three", "3.8rc1", " 3.8", "3.8 ", "-3", "3..8", "99999999999999"}) {
    EXPECT_FALSE(Version::parse(text)) << text;
  }
}

TEST(Version, ReadsTheStartOfWhatSubjectsSay) {
  EXPECT_EQ(Version::parse_prefix("3.14.0rc1"), Version::parse("3.14"));
  EXPECT_EQ(Version::parse_prefix("6.18.0-amd64"), Version::parse("6.18.0"));
  EXPECT_EQ(Version::parse_prefix("10."), Version::parse("10"));
  EXPECT_FALSE(Version::parse_prefix(""));
  EXPECT_FALSE(Version::parse_prefix("v3"));
}

TEST(VersionRange, JoinsComparisonsWithAnd) {
  EXPECT_TRUE(in_range(">=3.8,<3.14", "3.8"));
  EXPECT_TRUE(in_range(">=3.8, <3.14", "3.13.99"));
  EXPECT_FALSE(in_range(">=3.8,<3.14", "3.14"));
  EXPECT_FALSE(in_range(">=3.8,<3.14", "3.7.17"));
}

TEST(VersionRange, JoinsAlternativesWithOr) {
  const char* range = ">=3.13.9,<3.14 || >=3.14.2";
  EXPECT_FALSE(in_range(range, "3.13.8"));
  EXPECT_TRUE(in_range(range, "3.13.9"));
  EXPECT_FALSE(in_range(range, "3.14.1"));
  EXPECT_TRUE(in_range(range, "3.14.2"));
}

TEST(VersionRange, KnowsEveryComparison) {
  EXPECT_TRUE(in_range("<=10.8", "10.8.0"));
  EXPECT_FALSE(in_range("<=10.8", "10.8.1"));
  EXPECT_TRUE(in_range(">3.8", "3.8.1"));
  EXPECT_FALSE(in_range(">3.8", "3.8"));
  EXPECT_TRUE(in_range("==3.8", "3.8.0"));
  EXPECT_FALSE(in_range("!=3.8", "3.8.0"));
}

TEST(VersionRange, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> faults[] = {
      {"", "empty comparison"},         {"3.8", "does not begin with"},      {"=3.8", "does not begin with"},
      {">=", "is not a version"},       {">=3.x", "is not a version"},       {">=3.8,", "empty comparison"},
      {">=3.8 ||", "empty comparison"}, {">=3.8 | <3.4", "is not a version"}};
  for (const auto& [text, expected] : faults) {
    std::string fault;
    EXPECT_FALSE(VersionRange::parse(text, fault)) << text;
    EXPECT_NE(fault.find(expected), std::string::npos) << text << ": " << fault;
  }
}

TEST(VersionRange, KeepsItsText) {
  std::string fault;
  EXPECT_EQ(VersionRange::parse(">=3.8,  <3.9", fault)->text(), ">=3.8,  <3.9");
}

TEST(VersionRange, HasEdgesWhereItsAnswerChanges) {
  const auto edges = [](const char* text) {
    std::string fault;
    std::string joined;
    for (const auto& edge : VersionRange::parse(text, fault)->edges()) joined += edge.text() + " ";
    return joined;
  };
  EXPECT_EQ(edges(">=3.8"), "3.8 ");
  EXPECT_EQ(edges(">=3.13.15,<3.14 || >=3.14.7"), "3.13.15 3.14 3.14.7 ");
  EXPECT_EQ(edges("<=3.7"), "3.7.0.1 ");
  EXPECT_EQ(edges("==3.7.1"), "3.7.1 3.7.1.0.1 ");
}

TEST(Version, IsWrittenInAtLeastTwoParts) {
  for (const auto& [text, written] :
       {std::pair{"3", "3.0"}, {"3.10", "3.10"}, {"3.8.0", "3.8"}, {"3.13.15", "3.13.15"}})
    EXPECT_EQ(Version::parse(text)->text(), written);
}

TEST(Version, HasANextOneAfterAllThatBeginLikeIt) {
  for (const auto& [text, next] :
       {std::pair{"3.12", "3.13"}, {"3.9", "3.10"}, {"3.12.0", "3.12.1"}, {"3", "4.0"}})
    EXPECT_EQ(Version::parse(text)->after_all_of(text).text(), next);
}

TEST(Version, SpansAreWrittenAsPeopleDo) {
  const auto span = [](const char* since, const char* until) {
    return span_text(*Version::parse(since), Version::parse(until));
  };
  EXPECT_EQ(span("3.8", ""), "3.8–");
  EXPECT_EQ(span("3.4", "3.8"), "3.4–3.7");
  EXPECT_EQ(span("3.12", "3.13"), "3.12");
  EXPECT_EQ(span("3.12.4", "3.12.5"), "3.12.4");
  EXPECT_EQ(span("3.13.15", "3.14"), "3.13.15–3.13.x");
  EXPECT_EQ(span("3.4", "3.13.15"), "3.4–3.13.14");
  EXPECT_EQ(span("3.14", "3.14.7"), "3.14–3.14.6");
}

}  // namespace
}  // namespace loopcheck::catalogue
