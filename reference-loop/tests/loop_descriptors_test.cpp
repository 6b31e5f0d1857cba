// add_reader() and its relatives, over every selector.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "loop_fixture.hpp"

namespace asyncio::testing {
namespace {

using LoopDescriptors = LoopTest;
ASYNCIO_FOR_ALL_SELECTORS(LoopDescriptors);

TEST_P(LoopDescriptors, ReaderIsCalledOnceThereIsSomethingToRead) {
  const Pipe pipe;
  int calls = 0;
  loop().add_reader(pipe.read.get(), [&] {
    ++calls;
    EXPECT_EQ("x", pipe.drain());
  });
  run_turns(loop(), 3);
  EXPECT_EQ(0, calls);
  pipe.feed();
  run_turns(loop(), 3);
  EXPECT_EQ(1, calls);
}

TEST_P(LoopDescriptors, ReaderIsCalledEveryTurnWhileThereIsSomethingToRead) {
  const Pipe pipe;
  pipe.feed();
  int calls = 0;
  loop().add_reader(pipe.read.get(), [&] { ++calls; });
  run_turns(loop(), 5);
  EXPECT_GE(calls, 4);
  EXPECT_LE(calls, 5);
}

TEST_P(LoopDescriptors, WriterIsCalledWhenThereIsRoomOnly) {
  const SocketPair sockets;
  unix_os::set_blocking(sockets.ours.get(), false);
  unix_os::set_blocking(sockets.peer.get(), false);
  int calls = 0;
  loop().add_writer(sockets.ours.get(), [&] { ++calls; });
  run_turns(loop(), 2);
  EXPECT_GT(calls, 0);
  std::array<char, 65536> bytes{};
  while (::write(sockets.ours.get(), bytes.data(), bytes.size()) > 0) {
  }
  calls = 0;
  run_turns(loop(), 3);
  EXPECT_EQ(0, calls);
  while (::read(sockets.peer.get(), bytes.data(), bytes.size()) > 0) {
  }
  run_turns(loop(), 3);
  EXPECT_GT(calls, 0);
}

TEST_P(LoopDescriptors, ReaderComesBeforeWriterOfTheSameDescriptor) {
  const SocketPair sockets;
  ASSERT_EQ(1, ::write(sockets.peer.get(), "x", 1));
  std::string order;
  loop().add_writer(sockets.ours.get(), [&] { order += "w"; });
  loop().add_reader(sockets.ours.get(), [&] { order += "r"; });
  run_turns(loop(), 1);
  EXPECT_EQ("rw", order.substr(0, 2));
}

TEST_P(LoopDescriptors, SecondAddReplacesTheCallback) {
  const Pipe pipe;
  pipe.feed();
  auto held = std::make_shared<int>(0);
  std::string order;
  loop().add_reader(pipe.read.get(), [&order, held] { order += "1"; });
  loop().add_reader(pipe.read.get(), [&order] { order += "2"; });
  EXPECT_EQ(1, held.use_count());
  run_turns(loop(), 1);
  EXPECT_EQ("2", order);
  EXPECT_TRUE(loop().remove_reader(pipe.read.get()));
  EXPECT_FALSE(loop().remove_reader(pipe.read.get()));
}

TEST_P(LoopDescriptors, RemoveSaysWhetherItWasWatched) {
  const SocketPair sockets;
  const int fd = sockets.ours.get();
  EXPECT_FALSE(loop().remove_reader(fd));
  EXPECT_FALSE(loop().remove_writer(fd));
  loop().add_reader(fd, [] {});
  EXPECT_FALSE(loop().remove_writer(fd));
  loop().add_writer(fd, [] {});
  EXPECT_TRUE(loop().remove_reader(fd));
  EXPECT_FALSE(loop().remove_reader(fd));
  EXPECT_TRUE(loop().remove_writer(fd));
  EXPECT_FALSE(loop().remove_writer(fd));
}

TEST_P(LoopDescriptors, RemovedWriterLeavesTheReader) {
  const SocketPair sockets;
  std::string order;
  loop().add_reader(sockets.ours.get(), [&] { order += "r"; });
  loop().add_writer(sockets.ours.get(), [&] { order += "w"; });
  EXPECT_TRUE(loop().remove_writer(sockets.ours.get()));
  ASSERT_EQ(1, ::write(sockets.peer.get(), "x", 1));
  run_turns(loop(), 1);
  EXPECT_EQ("r", order);
}

TEST_P(LoopDescriptors, NegativeDescriptorIsRefused) {
  std::string message;
  EXPECT_EQ("ValueError", thrown_by([&] { loop().add_reader(-1, [] {}); }, &message));
  EXPECT_EQ("Invalid file descriptor: -1", message);
  EXPECT_EQ("ValueError", thrown_by([&] { loop().add_writer(-7, [] {}); }));
  EXPECT_EQ("ValueError", thrown_by([&] { loop().remove_reader(-1); }));
  EXPECT_EQ("ValueError", thrown_by([&] { loop().remove_writer(-1); }));
}

TEST_P(LoopDescriptors, ClosedDescriptorIsReportedInTheWayOfTheSelector) {
  int fd = -1;
  {
    const Pipe pipe;
    fd = pipe.read.get();
  }
  if (GetParam() == SelectorKind::epoll || GetParam() == SelectorKind::kqueue) {
    EXPECT_EQ("OSError", thrown_by([&] { loop().add_reader(fd, [] {}); }));  // EBADF, at once
    EXPECT_FALSE(loop().remove_reader(fd));
    return;
  }
  bool called = false;
  loop().add_reader(fd, [&] { called = true; });
  if (GetParam() == SelectorKind::select) {
    EXPECT_EQ("OSError", thrown_by([&] { run_turns(loop(), 2); }));  // EBADF, out of the wait
    EXPECT_TRUE(loop().remove_reader(fd));
  } else {
    run_turns(loop(), 2);
    EXPECT_TRUE(called);  // POLLNVAL
    EXPECT_TRUE(loop().remove_reader(fd));
  }
  EXPECT_FALSE(loop().is_running());
  run_turns(loop(), 2);  // and the loop goes on
}

TEST_P(LoopDescriptors, FileIsRefusedWithNothingChangedOrReadyInTheWayOfTheSelector) {
  const net::OwnedDescriptor file(
      ::open(std::filesystem::temp_directory_path().c_str(), O_RDWR | O_TMPFILE, 0600));
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
    EXPECT_EQ(GetParam() != SelectorKind::kqueue, called);  // that one looks at the position: it is at the end
    ASSERT_EQ(4, ::pwrite(file.get(), "more", 4, 0));
    run_turns(loop(), 2);
    EXPECT_TRUE(called);
  }
}

TEST_P(LoopDescriptors, WatchingLeavesTheDescriptorBlocking) {
  const SocketPair sockets;
  loop().add_reader(sockets.ours.get(), [] {});
  loop().add_writer(sockets.ours.get(), [] {});
  run_turns(loop(), 1);
  loop().remove_writer(sockets.ours.get());
  EXPECT_TRUE(unix_os::is_blocking(sockets.ours.get()));
}

TEST_P(LoopDescriptors, PeerThatHangsUpWakesTheReaderAndGivesEndOfFile) {
  Pipe pipe;
  bool ended = false;
  loop().add_reader(pipe.read.get(), [&] {
    ended = pipe.drain().empty();
    loop().stop();
  });
  pipe.write.reset();
  loop().run_forever();
  EXPECT_TRUE(ended);
}

TEST_P(LoopDescriptors, PeerThatHangsUpWakesTheWriter) {
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

TEST_P(LoopDescriptors, SocketWhosePeerHasGoneIsReadable) {
  SocketPair sockets;
  bool called = false;
  loop().add_reader(sockets.ours.get(), [&] {
    called = true;
    loop().stop();
  });
  sockets.peer.reset();
  loop().run_forever();
  EXPECT_TRUE(called);
}

TEST_P(LoopDescriptors, CallbackOfADescriptorRemovedInTheSameTurnIsSkipped) {
  const Pipe first;
  const Pipe second;
  first.feed();
  second.feed();
  int calls = 0;
  const auto remove_both = [&] {
    ++calls;
    loop().remove_reader(first.read.get());
    loop().remove_reader(second.read.get());
  };
  loop().add_reader(first.read.get(), remove_both);
  loop().add_reader(second.read.get(), remove_both);
  run_turns(loop(), 3);
  EXPECT_EQ(1, calls);
}

TEST_P(LoopDescriptors, DescriptorClosedAndReopenedInOneTurnGetsNoStaleEvent) {
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

TEST_P(LoopDescriptors, DescriptorClosedWithoutRemovalAndReopenedIsWatchedAgain) {
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

TEST_P(LoopDescriptors, DescriptorMayBeClosedBeforeItIsRemoved) {
  auto pipe = std::make_unique<Pipe>();
  const int fd = pipe->read.get();
  loop().add_reader(fd, [] {});
  pipe.reset();
  EXPECT_TRUE(loop().remove_reader(fd));
  run_turns(loop(), 2);
}

TEST_P(LoopDescriptors, CallbackMayReplaceAndRemoveItself) {
  const Pipe pipe;
  pipe.feed();
  std::string order;
  loop().add_reader(pipe.read.get(), [&, text = std::string(100, 'x')] {
    loop().add_reader(pipe.read.get(), [&] {
      order += "2";
      EXPECT_TRUE(loop().remove_reader(pipe.read.get()));
      order += "3";
    });
    EXPECT_EQ(100U, text.size());  // it is still there
    order += "1";
  });
  run_turns(loop(), 4);
  EXPECT_EQ("123", order);
}

TEST_P(LoopDescriptors, ExceptionOfAReaderIsReportedAndItStaysWatched) {
  const Pipe pipe;
  pipe.feed();
  int reported = 0;
  loop().set_exception_handler([&](EventLoop&, const ExceptionContext&) { ++reported; });
  loop().add_reader(pipe.read.get(), [] { throw RuntimeError("again"); });
  run_turns(loop(), 3);
  EXPECT_GE(reported, 2);
  EXPECT_TRUE(loop().remove_reader(pipe.read.get()));
}

TEST_P(LoopDescriptors, ManyReadyAtOnceAreAllServedInOneTurn) {
  std::vector<Pipe> pipes(200);
  std::size_t calls = 0;
  for (const Pipe& pipe : pipes) {
    pipe.feed();
    loop().add_reader(pipe.read.get(), [&] { ++calls; });
  }
  loop().stop();
  loop().run_forever();
  EXPECT_EQ(pipes.size(), calls);
}

TEST_P(LoopDescriptors, ServesDescriptorsOfHighNumbers) {
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
