// The pieces that need no loop, of Unix alone.
#include <unistd.h>

#include <csignal>

#include "socket/address.hpp"
#include "transports_fixture.hpp"
#include "unix/descriptor.hpp"
#include "unix/pipe_signal.hpp"

namespace asyncio::testing {
namespace {

using namespace net;
using unix_os::BlockedPipeSignal;
using unix_os::make_pipe;

TEST(SocketAddressTest, UnixAddressesGoThereAndBack) {
  for (const std::string& path :
       {std::string("/tmp/x"), std::string("\0abstract\0name", 14), std::string()}) {
    const Address address = unix_socket_address(path).to_address();
    EXPECT_EQ(path, std::get<UnixAddress>(address).path);
  }
  EXPECT_NO_THROW(static_cast<void>(unix_socket_address(std::string(107, 'x'))));
  EXPECT_THROW(static_cast<void>(unix_socket_address(std::string(108, 'x'))), OSError);
  EXPECT_EQ(0U, SocketAddress().to_address().index());
}

TEST(BlockedPipeSignalTest, TakesBackOnlyItsOwnSignal) {
  DescriptorPair pipe = make_pipe();
  pipe.first.reset();
  {
    const BlockedPipeSignal blocked;
    EXPECT_EQ(-1, ::write(pipe.second.get(), "x", 1));
    EXPECT_EQ(EPIPE, errno);
  }
  EXPECT_EQ(EPIPE, errno);
  // One that the application holds back stays where it is.
  sigset_t mask;
  sigset_t before;
  sigset_t pending;
  sigemptyset(&mask);
  sigaddset(&mask, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &mask, &before);
  ::pthread_kill(::pthread_self(), SIGPIPE);
  {
    const BlockedPipeSignal blocked;
    EXPECT_EQ(-1, ::write(pipe.second.get(), "x", 1));
  }
  ::sigpending(&pending);
  EXPECT_EQ(1, sigismember(&pending, SIGPIPE));
  int taken = 0;
  ::sigwait(&mask, &taken);
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

TEST(OwnedDescriptorTest, ClosesOnceAndCanBeGivenAway) {
  DescriptorPair pipe = make_pipe();
  const FileDescriptor read = pipe.first.get();
  OwnedDescriptor moved(std::move(pipe.first));
  EXPECT_EQ(read, moved.get());
  moved = std::move(pipe.second);
  const auto open = open_descriptors();
  EXPECT_EQ(0, std::count(open.begin(), open.end(), read));
  const FileDescriptor given = moved.release();
  EXPECT_FALSE(moved);
  EXPECT_EQ(0, ::close(given));
}

}  // namespace
}  // namespace asyncio::testing
