// What Linux tells of every signal of a child.
#include <csignal>

#include "transports_subprocess_fixture.hpp"

namespace asyncio::testing {
namespace {

TEST_P(SubprocessTest, SignalsAreAsAfterALogin) {
  sigset_t blocked;
  sigset_t before;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGUSR1);
  ::pthread_sigmask(SIG_BLOCK, &blocked, &before);
  ::signal(SIGPIPE, SIG_IGN);
  // The last eight digits are signals 1 to 32; the C library ignores 32 and 33, its own, in every child.
  const std::string status = output_of("sed -nE 's/^Sig(Blk|Ign):.*(.{8})$/\\1 \\2/p' /proc/self/status");
  ::signal(SIGPIPE, SIG_DFL);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  EXPECT_TRUE(status == "Blk 00000000\nIgn 00000000\n" || status == "Blk 00000000\nIgn 80000000\n") << status;
}

}  // namespace
}  // namespace asyncio::testing
