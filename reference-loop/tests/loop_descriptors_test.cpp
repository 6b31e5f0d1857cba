// add_reader() and its relatives, over every selector.
#include <array>

#include "loop_fixture.hpp"
#include "socket/socket.hpp"

namespace asyncio::testing {
namespace {

using LoopDescriptors = LoopTest;
FOR_EACH_SELECTOR(LoopDescriptors);

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
  net::set_blocking(sockets.ours.get(), false);
  net::set_blocking(sockets.peer.get(), false);
  int calls = 0;
  loop().add_writer(sockets.ours.get(), [&] { ++calls; });
  run_turns(loop(), 2);
  EXPECT_GT(calls, 0);
  std::array<std::byte, 65536> bytes{};
  while (net::send_bytes(sockets.ours.get(), bytes).size > 0) {
  }
  calls = 0;
  run_turns(loop(), 3);
  EXPECT_EQ(0, calls);
  while (net::receive_bytes(sockets.peer.get(), bytes).size > 0) {
  }
  run_turns(loop(), 3);
  EXPECT_GT(calls, 0);
}

TEST_P(LoopDescriptors, ReaderComesBeforeWriterOfTheSameDescriptor) {
  const SocketPair sockets;
  sockets.feed();
  std::string order;
  loop().add_writer(sockets.ours.get(), [&] { order += "w"; });
  loop().add_reader(sockets.ours.get(), [&] { order += "r"; });
  run_turns(loop(), 1);
  EXPECT_EQ("rw", order.substr(0, 2));
}

TEST_P(LoopDescriptors, ReaderComesBeforeATimerThatIsDueInTheSameTurn) {
  const Pipe pipe;
  pipe.feed();
  std::string order;
  loop().call_later(Duration::zero(), [&] { order += "t"; });
  loop().add_reader(pipe.read.get(), [&] {
    order += "r";
    loop().remove_reader(pipe.read.get());
  });
  run_turns(loop(), 3);
  EXPECT_EQ("rt", order);
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
  const FileDescriptor fd = sockets.ours.get();
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
  sockets.feed();
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
  FileDescriptor fd = invalid_descriptor;
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

TEST_P(LoopDescriptors, ReaderReplacedInItsTurnIsNotCalled) {
  const std::array<Pipe, 2> pipes;
  std::string order;
  for (const Pipe& pipe : pipes) {
    pipe.feed();
    loop().add_reader(pipe.read.get(), [&] {
      order += "1";
      for (const Pipe& each : pipes) loop().add_reader(each.read.get(), [&] { order += "2"; });
    });
  }
  run_turns(loop(), 2);
  EXPECT_EQ("122", order.substr(0, 3));
}

TEST_P(LoopDescriptors, ClosedLoopWatchesNothing) {
  const Pipe pipe;
  loop().close();
  std::string message;
  EXPECT_EQ("RuntimeError", thrown_by([&] { loop().add_reader(pipe.read.get(), [] {}); }, &message));
  EXPECT_EQ("Event loop is closed", message);
  EXPECT_FALSE(loop().remove_reader(pipe.read.get()));
}

TEST_P(LoopDescriptors, DescriptorMayBeClosedBeforeItIsRemoved) {
  auto pipe = std::make_unique<Pipe>();
  const FileDescriptor fd = pipe->read.get();
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

}  // namespace
}  // namespace asyncio::testing
