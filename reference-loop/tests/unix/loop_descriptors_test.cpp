// add_reader() and its relatives where a descriptor is the lowest free number, and may be a file or a pipe.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "loop_fixture.hpp"
#include "platform.hpp"
#include "unix/descriptor.hpp"

namespace asyncio::testing {
namespace {

using LoopUnixDescriptors = LoopTest;
FOR_EACH_SELECTOR(LoopUnixDescriptors);

TEST_P(LoopUnixDescriptors, FileIsRefusedWithNothingChangedOrReadyInTheWayOfTheSelector) {
  const net::OwnedDescriptor file(open_temporary_file(""));
  ASSERT_TRUE(file);
  bool called = false;
  const std::string thrown = thrown_by([&] { loop().add_reader(file.get(), [&] { called = true; }); });
  if (refuses_files()) {
    EXPECT_EQ("PermissionError", thrown);
    EXPECT_FALSE(loop().remove_reader(file.get()));
    EXPECT_EQ("PermissionError", thrown_by([&] { loop().add_writer(file.get(), [] {}); }));
    run_turns(loop(), 2);
    EXPECT_FALSE(called);
  } else {
    EXPECT_EQ("", thrown);
    run_turns(loop(), 2);
    EXPECT_EQ(GetParam() != SelectorKind::kqueue,
              called);  // that one looks at the position: it is at the end
    ASSERT_EQ(4, ::pwrite(file.get(), "more", 4, 0));
    run_turns(loop(), 2);
    EXPECT_TRUE(called);
  }
}

TEST_P(LoopUnixDescriptors, WatchingLeavesTheDescriptorBlocking) {
  const SocketPair sockets;
  loop().add_reader(sockets.ours.get(), [] {});
  loop().add_writer(sockets.ours.get(), [] {});
  run_turns(loop(), 1);
  loop().remove_writer(sockets.ours.get());
  EXPECT_TRUE(unix_os::is_blocking(sockets.ours.get()));
}

TEST_P(LoopUnixDescriptors, PeerThatHangsUpWakesTheWriter) {
  Pipe pipe;
  unix_os::set_blocking(pipe.write.get(), false);
  const std::string block(65536, 'x');
  while (::write(pipe.write.get(), block.data(), block.size()) > 0) {
  }
  bool called = false;
  loop().add_writer(pipe.write.get(), [&] {
    called = true;
    loop().stop();
  });
  run_turns(loop(), 2);
  EXPECT_FALSE(called);
  pipe.read.reset();
  loop().run_forever();
  EXPECT_TRUE(called);
}

TEST_P(LoopUnixDescriptors, DescriptorClosedAndReopenedInOneTurnGetsNoStaleEvent) {
  Pipe first;
  auto second = std::make_unique<Pipe>();
  first.feed();
  second->feed();
  bool stale = false;
  std::unique_ptr<Pipe> reopened;
  const auto replace = [&](Pipe& other) {
    return [&] {
      const int fd = other.read.get();
      loop().remove_reader(first.read.get());
      loop().remove_reader(second->read.get());
      other.read.reset();
      reopened = std::make_unique<Pipe>();
      ASSERT_EQ(fd, reopened->read.get());
      loop().add_reader(fd, [&] { stale = true; });
    };
  };
  loop().add_reader(first.read.get(), replace(*second));
  loop().add_reader(second->read.get(), replace(first));
  run_turns(loop(), 4);
  EXPECT_FALSE(stale);
  ASSERT_NE(nullptr, reopened);
  reopened->feed();
  run_turns(loop(), 3);
  EXPECT_TRUE(stale);
}

TEST_P(LoopUnixDescriptors, DescriptorClosedWithoutRemovalAndReopenedIsWatchedAgain) {
  auto first = std::make_unique<Pipe>();
  const int fd = first->read.get();
  loop().add_reader(fd, [] {});
  first.reset();
  const Pipe second;
  ASSERT_EQ(fd, second.read.get());
  bool called = false;
  loop().add_reader(fd, [&] {
    called = true;
    loop().stop();
  });
  second.feed();
  loop().run_forever();
  EXPECT_TRUE(called);
}

TEST_P(LoopUnixDescriptors, ServesDescriptorsOfHighNumbers) {
  rlimit limit{};
  ASSERT_EQ(0, ::getrlimit(RLIMIT_NOFILE, &limit));
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 10100);
  ASSERT_EQ(0, ::setrlimit(RLIMIT_NOFILE, &limit));
  const Pipe pipe;
  std::vector<net::OwnedDescriptor> copies;
  const std::size_t wanted = limit.rlim_cur < 10100 ? limit.rlim_cur - 100 : 10000;
  while (copies.size() < wanted) {
    copies.emplace_back(::dup(pipe.read.get()));
    ASSERT_TRUE(copies.back());
  }
  std::size_t called = 0;
  std::size_t refused = 0;
  for (const net::OwnedDescriptor& copy : copies) {
    const std::string thrown = thrown_by([&] { loop().add_reader(copy.get(), [&] { ++called; }); });
    if (GetParam() == SelectorKind::select && copy.get() >= FD_SETSIZE) {
      ASSERT_EQ("ValueError", thrown);
      ASSERT_FALSE(loop().remove_reader(copy.get()));
      ++refused;
    } else {
      ASSERT_EQ("", thrown);
    }
  }
  pipe.feed();
  loop().stop();
  loop().run_forever();
  EXPECT_EQ(copies.size() - refused, called);
  EXPECT_EQ(GetParam() == SelectorKind::select, refused > 0);
}

}  // namespace
}  // namespace asyncio::testing
