// The parts that need no loop, of Unix alone.
#include <netdb.h>

#include "loop_fixture.hpp"
#include "unix/pipe_wake_up.hpp"
#include "wake_up_expectations.hpp"

namespace asyncio::testing {
namespace {

TEST(WakeUpTest, PipeIsReadableFromNotifyToDrain) {
  PipeWakeUp wake_up;
  expect_to_wake(wake_up);
}

TEST(UnixExceptionsTest, ErrorNumbersHaveTheClassesOfPython) {
  EXPECT_EQ("PermissionError", OSError(EPERM, "").type_name());
  EXPECT_EQ("PermissionError", OSError(EACCES, "").type_name());
  EXPECT_EQ("BlockingIOError", OSError(EAGAIN, "").type_name());
  EXPECT_EQ("ConnectionRefusedError", OSError(ECONNREFUSED, "").type_name());
  EXPECT_EQ("ProcessLookupError", OSError(ESRCH, "").type_name());
  EXPECT_EQ("ChildProcessError", OSError(ECHILD, "").type_name());
  EXPECT_EQ("OSError", OSError(EBADF, "").type_name());
  EXPECT_EQ(EBADF, OSError(EBADF, "").error_number());
  EXPECT_FALSE(OSError(EBADF, "").winerror().has_value());
  EXPECT_STREQ("[Errno 2] No such file or directory: /nowhere", OSError(ENOENT, "/nowhere").what());
  EXPECT_EQ("gaierror", AddressInfoError(EAI_NONAME, "host").type_name());
  EXPECT_EQ(EAI_NONAME, AddressInfoError(EAI_NONAME, "host").error_number());
}

}  // namespace
}  // namespace asyncio::testing
