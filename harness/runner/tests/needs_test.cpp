#include "loopcheck/runner/needs.hpp"

#include <gtest/gtest.h>

namespace loopcheck::runner {
namespace {

TEST(Needs, OfDescriptorsAreComparedWithTheLimit) {
  Needs needs;
  EXPECT_FALSE(needs.unmet("descriptors:3"));
  ASSERT_TRUE(needs.unmet("descriptors:99999999999"));
  EXPECT_NE(needs.unmet("descriptors:99999999999")->find("ulimit"), std::string::npos);
}

TEST(Needs, SayWhatTheMachineSays) {
  Needs needs;
  EXPECT_EQ(needs.unmet("not-root").has_value(), machine::is_root());
  EXPECT_EQ(needs.unmet("ipv6").has_value(), !machine::has_ipv6());
  EXPECT_EQ(needs.unmet("pty").has_value(), !machine::has_pty());
}

TEST(Needs, ThatAreUnknownAreLeftToTheAdapter) {
  Needs needs;
  EXPECT_FALSE(needs.unmet("console"));
}

TEST(Needs, NameTheFirstThatIsNotMet) {
  Needs needs;
  EXPECT_FALSE(first_unmet(needs, {}));
  const auto unmet =
      first_unmet(needs, {"descriptors:1", "descriptors:88888888888", "descriptors:99999999999"});
  ASSERT_TRUE(unmet);
  EXPECT_EQ(unmet->first, "descriptors:88888888888");
}

}  // namespace
}  // namespace loopcheck::runner
