#include <gtest/gtest.h>

#include "loopcheck/sensitivity/defect.hpp"

namespace loopcheck::sensitivity {
namespace {

TEST(Defects, AreReadWithWhatTheyBreakAndWhere) {
  const auto defects = parse_defects(
      R"([{"id":"d","about":"is wrong","breaks":["a","b"],"platforms":["linux"],"selectors":["poll"],"documented":"3.7"}])");
  ASSERT_EQ(defects.size(), 1U);
  EXPECT_EQ(defects[0].breaks, (std::set<std::string>{"a", "b"}));
  EXPECT_EQ(defects[0].documented, "3.7");
  protocol::Environment environment;
  environment.platform = "linux";
  environment.loop = "selector";
  environment.selector = "poll";
  EXPECT_TRUE(defects[0].places.include(environment));
  environment.selector.reset();
  EXPECT_FALSE(defects[0].places.include(environment));
  environment.selector = "poll";
  environment.platform = "macos";
  EXPECT_FALSE(defects[0].places.include(environment));
}

TEST(Defects, ThatNameNoPlaceAreForAll) {
  const auto defects = parse_defects(R"([{"id":"d","about":"is wrong","breaks":["a"]}])");
  EXPECT_TRUE(defects[0].places.include({}));
}

TEST(Defects, MaySpareARuleSomewhere) {
  const auto defects = parse_defects(
      R"([{"id":"d","about":"x","breaks":["a","b"],"spares":[{"rules":["a"],"platforms":["windows"]}]}])");
  protocol::Environment environment;
  environment.platform = "windows";
  EXPECT_EQ(defects[0].spared_in(environment), std::set<std::string>{"a"});
  environment.platform = "linux";
  EXPECT_TRUE(defects[0].spared_in(environment).empty());
}

TEST(Defects, ThatCannotBeUsedAreRefusedWithAReason) {
  const struct {
    const char* text;
    const char* reason;
  } table[]{
      {"{}", "no JSON list"},
      {"[", "cannot be read"},
      {R"([{"id":"d","breaks":["a"]}])", "about"},
      {R"([{"id":"d","about":"x","breaks":[]}])", "breaks no rule"},
      {R"([{"id":"d","about":"x","breaks":["a"]},{"id":"d","about":"x","breaks":["a"]}])",
       "two defects \"d\""},
      {R"([{"id":"d","about":"x","breaks":[1]}])", "cannot be read"},
      {R"([{"id":"d","about":"x","breaks":["a"],"spares":[{"rules":["b"]}]}])", "spares \"b\""},
      {R"([{"id":"d","about":"x","breaks":["a"],"spares":[{}]}])", "cannot be read"},
  };
  for (const auto& [text, reason] : table) {
    try {
      parse_defects(text);
      ADD_FAILURE() << text;
    } catch (const MalformedDefects& refused) {
      EXPECT_NE(std::string(refused.what()).find(reason), std::string::npos) << refused.what();
    }
  }
}

}  // namespace
}  // namespace loopcheck::sensitivity
