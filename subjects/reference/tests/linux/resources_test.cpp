// Fixtures that only Linux has.
#include "reference_subject.hpp"

namespace loopcheck::testing {
namespace {

ON_EVERY_LOOP(LinuxResources);

TEST_P(LinuxResources, EventCountersCount) {
  const Result result =
      run(step("e", "open", {{"what", "eventfd"}}), step("one", "write", {{"on", "e.fd"}, {"data", "x"}}),
          step("two", "write", {{"on", "e.fd"}, {"data", "yz"}}), step("read", "read", {{"on", "e.fd"}}));
  EXPECT_EQ(result.value("e"), nullptr);
  EXPECT_EQ(result.value("one"), 8);
  EXPECT_EQ(result.value("read").at("size"), 8);
}

}  // namespace
}  // namespace loopcheck::testing
