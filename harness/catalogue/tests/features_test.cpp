// The data of `loopcheck support`: found by any spelling, and refused when it does not fit the rules.
#include "loopcheck/catalogue/feature.hpp"

#include <set>

#include <gtest/gtest.h>

#include "suite.hpp"

namespace loopcheck::catalogue {
namespace {

using nlohmann::json;

json sound_features() {
  return json::parse(R"json({
    "first_version": "3.4",
    "environments": [
      {"platform": "linux", "title": "Linux", "platform_version": "6.0", "loop": "selector", "selectors": ["epoll", "poll"]}],
    "features": [
      {"id": "add_reader", "title": "loop.add_reader()", "group": "Watching", "aliases": ["watch for reading"],
       "rules": {"yes": ["reader-runs"], "no": ["reader-refused"], "notes": [{"rule": "reader-runs", "when": {"platform": "linux"}}]}}]})json");
}

struct FeatureFault {
  const char* name;
  const char* patch;  // JSON Patch on sound_features()
  const char* code;
  const char* pointer;
  const char* hint = "";
};

std::ostream& operator<<(std::ostream& stream, const FeatureFault& fault) {
  return stream << fault.name;
}

class BadFeatures : public ::testing::TestWithParam<FeatureFault> {};

TEST_P(BadFeatures, AreRefusedByLoadingAndByLint) {
  Suite suite;
  suite.write("features.json", sound_features().patch(json::parse(GetParam().patch)).dump(1));
  const LoadResult loaded = suite.load();
  ASSERT_TRUE(loaded.catalogue) << all_texts(loaded.diagnostics);  // a run needs no features
  const FeaturesResult features = load_features(suite.folder, *loaded.catalogue);
  EXPECT_FALSE(features.features);
  const auto found = std::find_if(
      features.diagnostics.begin(), features.diagnostics.end(),
      [](const auto& one) { return one.code == GetParam().code && one.pointer == GetParam().pointer; });
  ASSERT_NE(found, features.diagnostics.end()) << all_texts(features.diagnostics);
  EXPECT_GT(found->line, 0U);
  EXPECT_NE(found->hint.find(GetParam().hint), std::string::npos) << found->hint;
  EXPECT_FALSE(suite.lint().catalogue);
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadFeatures,
    ::testing::Values(
        FeatureFault{"NoFirstVersion", R"([{"op":"remove","path":"/first_version"}])", "missing-field", ""},
        FeatureFault{"BadFirstVersion", R"([{"op":"replace","path":"/first_version","value":"three"}])",
                     "bad-version", "/first_version"},
        FeatureFault{"NoEnvironments", R"([{"op":"remove","path":"/environments"}])", "missing-field", ""},
        FeatureFault{"MisspeltField", R"([{"op":"add","path":"/environments/0/defualt","value":[]}])",
                     "unknown-field", "/environments/0/defualt", "default"},
        FeatureFault{"DefaultByUnknownRule",
                     R"([{"op":"add","path":"/environments/0/default","value":["reader-run"]}])",
                     "unknown-rule", "/environments/0/default/0", "reader-runs"},
        FeatureFault{"OnRequestNoBoolean", R"([{"op":"add","path":"/environments/0/on_request","value":1}])",
                     "wrong-type", "/environments/0/on_request"},
        FeatureFault{"UnknownRule",
                     R"([{"op":"replace","path":"/features/0/rules/yes/0","value":"reader-run"}])",
                     "unknown-rule", "/features/0/rules/yes/0", "reader-runs"},
        FeatureFault{"NarrowedUnknownRule",
                     R"([{"op":"replace","path":"/features/0/rules/notes/0/rule","value":"none"}])",
                     "unknown-rule", "/features/0/rules/notes/0/rule"},
        FeatureFault{"NarrowedToNothing",
                     R"([{"op":"replace","path":"/features/0/rules/notes/0/when/platform","value":"mars"}])",
                     "unreachable", "/features/0/rules/notes/0/when"},
        FeatureFault{
            "NotesAlone",
            R"([{"op":"remove","path":"/features/0/rules/yes"},{"op":"remove","path":"/features/0/rules/no"}])",
            "feature-without-rule", "/features/0/rules"},
        FeatureFault{"NoRules", R"([{"op":"replace","path":"/features/0/rules","value":{}}])",
                     "feature-without-rule", "/features/0/rules"},
        FeatureFault{"UnknownAnswer",
                     R"([{"op":"add","path":"/features/0/rules/maybe","value":["reader-runs"]}])",
                     "unknown-field", "/features/0/rules/maybe"},
        FeatureFault{"NameThatIsTaken",
                     R"json([{"op":"add","path":"/features/1","value":{"id":"x","title":"x","group":"x",
                         "aliases":["Loop.Add_Reader()"],"rules":{"yes":["reader-runs"]}}}])json",
                     "duplicate-feature", "/features/1"},
        FeatureFault{"RuleOfTierOneWithout", R"([{"op":"remove","path":"/features/0"}])",
                     "rule-without-feature", "/features"}),
    [](const auto& info) { return info.param.name; });

TEST(FeatureFiles, AreSoundOrNamedByFileAndLine) {
  Suite suite;
  EXPECT_TRUE(suite.lint().catalogue) << "a suite need not have features";
  suite.write("features.json", sound_features().dump(1));
  EXPECT_TRUE(suite.lint().catalogue) << all_texts(suite.lint().diagnostics);
  suite.write("features.json", "{\n\"features\": [\n");
  const LoadResult result = suite.lint();
  EXPECT_FALSE(result.catalogue);
  EXPECT_NE(all_texts(result.diagnostics).find("features.json:3"), std::string::npos)
      << all_texts(result.diagnostics);
}

TEST(FeatureFiles, AreNoPartOfTheDigest) {
  Suite suite;
  const std::string before = suite.load().catalogue->digest();
  suite.write("features.json", sound_features().dump(1));
  EXPECT_EQ(suite.load().catalogue->digest(), before);
}

TEST(FeatureFiles, ThatAreMissingAreADiagnostic) {
  Suite suite;
  const auto features = load_features(suite.folder, *suite.load().catalogue);
  EXPECT_FALSE(features.features);
  ASSERT_EQ(features.diagnostics.size(), 1U);
  EXPECT_EQ(features.diagnostics[0].code, "unreadable");
}

class RealFeatures : public ::testing::Test {
 protected:
  const Catalogue catalogue = *load(real_cases()).catalogue;
  const Features features = *load_features(real_cases(), catalogue).features;
};

TEST_F(RealFeatures, AreFoundHoweverTheyAreSpelt) {
  for (const char* name : {"add_reader", "loop.add_reader", "asyncio.loop.add_reader()", "ADD_READER",
                           "add reader", "add-reader", "readers"}) {
    ASSERT_NE(features.find(name), nullptr) << name;
    EXPECT_EQ(features.find(name)->id, "add_reader");
  }
  EXPECT_EQ(features.find("unix sockets")->id, "unix-sockets");
  EXPECT_EQ(features.find("udp")->id, "create_datagram_endpoint");
  for (const char* name : {"", "no such thing", "loop.", "()"})
    EXPECT_EQ(features.find(name), nullptr) << name;
}

TEST_F(RealFeatures, AreNamedWhereOneIsMisspelt) {
  const auto first = [&](const char* name) {
    const auto nearest = features.nearest(name);
    return nearest.empty() ? std::string() : nearest.front();
  };
  EXPECT_EQ(first("ad_reader"), "add_reader");
  EXPECT_EQ(first("create_unix_servers"), "create_unix_server");
  EXPECT_EQ(first("subproces"), "subprocess_exec");
  EXPECT_EQ(first("completely different"), "");
}

// Every rule is somebody's answer, not those of tier 1 alone.
TEST_F(RealFeatures, HaveEveryRule) {
  std::set<std::string> used;
  for (const Feature& feature : features.features) {
    for (const FeatureRule& entry : feature.rules) used.insert(entry.rule);
  }
  for (const Rule& rule : catalogue.rules()) EXPECT_TRUE(used.contains(rule.id)) << rule.id;
}

}  // namespace
}  // namespace loopcheck::catalogue
