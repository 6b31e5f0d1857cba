// What Linux tells of every signal of a child.
#include "transports_subprocess_fixture.hpp"

namespace asyncio::testing {
namespace {

TEST_P(SubprocessTest, SignalsAreAsAfterALogin) {
  const ChangedSignals changed;
  // The last eight digits are signals 1 to 32; the C library ignores 32 and 33, its own, in every child.
  const std::string status = output_of("sed -nE 's/^Sig(Blk|Ign):.*(.{8})$/\\1 \\2/p' /proc/self/status");
  EXPECT_TRUE(status == "Blk 00000000\nIgn 00000000\n" || status == "Blk 00000000\nIgn 80000000\n") << status;
}

}  // namespace
}  // namespace asyncio::testing
