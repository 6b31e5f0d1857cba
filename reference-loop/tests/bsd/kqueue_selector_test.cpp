// What only KqueueSelector does or has to stand. What it shares with every selector: selector_test.cpp.
#include "bsd/kqueue_selector.hpp"

#include <fcntl.h>

#include <unistd.h>

#include <cerrno>

#include "loop_fixture.hpp"
#include "platform.hpp"

namespace asyncio::testing {
namespace {

using namespace std::chrono_literals;

class KqueueSelectorTest : public ::testing::Test {
 protected:
  EventMask look(FileDescriptor fd) {
    EventMask seen = 0;
    for (const ReadyDescriptor& ready : selector.select(0ns)) {
      EXPECT_EQ(fd, ready.fd);
      EXPECT_EQ(0U, seen) << "one entry for both directions";
      seen = ready.events;
    }
    return seen;
  }
  // Nothing is ready, and a wait takes its time.
  void expect_wait(const char* after) {
    const std::unique_ptr<Clock> clock = make_monotonic_clock();
    const Time before = clock->now();
    EXPECT_TRUE(selector.select(1ms).empty()) << after;
    EXPECT_GE(clock->now() - before, Duration(1ms)) << after;
  }
  KqueueSelector selector;
};

unix_os::OwnedDescriptor make_file(std::string_view content) {
  unix_os::OwnedDescriptor file(open_temporary_file(content));
  EXPECT_EQ(0, ::lseek(file.get(), 0, SEEK_SET));
  return file;
}

TEST_F(KqueueSelectorTest, FileIsReadableByItsPositionAndAlwaysWritable) {
  const auto file = make_file("hello");
  selector.register_descriptor(file.get(), event_read);
  EXPECT_EQ(event_read, look(file.get()));
  EXPECT_EQ(event_read, look(file.get()));
  ASSERT_EQ(5, ::lseek(file.get(), 5, SEEK_SET));
  EXPECT_EQ(0U, look(file.get()));
  selector.modify(file.get(), event_read | event_write);
  EXPECT_EQ(event_write, look(file.get()));
  ASSERT_EQ(4, ::pwrite(file.get(), "more", 4, 5));
  EXPECT_EQ(event_read | event_write, look(file.get()));
}

TEST_F(KqueueSelectorTest, FileIsReadableBeyondItsEndToo) {
  const auto file = make_file("hello");
  ASSERT_EQ(9, ::lseek(file.get(), 9, SEEK_SET));
  selector.register_descriptor(file.get(), event_read);
  EXPECT_EQ(event_read, look(file.get()));
  EXPECT_EQ(9, ::lseek(file.get(), 0, SEEK_CUR)) << "looking does not move it";
}

TEST_F(KqueueSelectorTest, EndOfFileIsReadinessOfWhatWasAskedForForAsLongAsItIs) {
  for (const EventMask asked : {event_read, event_write, event_read | event_write}) {
    SocketPair sockets;
    const int fd = sockets.ours.get();
    selector.register_descriptor(fd, asked);
    sockets.peer.reset();
    EXPECT_EQ(asked, look(fd));
    EXPECT_EQ(asked, look(fd));
    selector.unregister(fd);
  }
}

TEST_F(KqueueSelectorTest, EndOfFileOfAFullPipeWakesItsWriter) {
  Pipe pipe;
  unix_os::set_blocking(pipe.write.get(), false);
  const std::string block(65536, 'x');
  while (::write(pipe.write.get(), block.data(), block.size()) > 0) {
  }
  selector.register_descriptor(pipe.write.get(), event_write);
  EXPECT_EQ(0U, look(pipe.write.get()));
  pipe.read.reset();
  EXPECT_EQ(event_write, look(pipe.write.get()));
}

TEST_F(KqueueSelectorTest, WriterOfAPipeWithoutReaderIsReadyUntilItIsUnregistered) {
  Pipe pipe;
  pipe.read.reset();
  const int fd = pipe.write.get();
  selector.register_descriptor(fd, event_write);
  EXPECT_EQ(event_write, look(fd));
  EXPECT_EQ(event_write, selector.select(std::nullopt)[0].events);
  selector.modify(fd, event_read);
  EXPECT_EQ(event_read, look(fd));  // the same hang-up, asked for by the other filter
  selector.modify(fd, event_read | event_write);
  EXPECT_EQ(event_read | event_write, look(fd));
  selector.unregister(fd);
  EXPECT_EQ(0U, look(fd));
}

TEST_F(KqueueSelectorTest, ModifyAddsAndDropsSingleFilters) {
  const SocketPair sockets;
  const int fd = sockets.ours.get();
  ASSERT_EQ(1, ::write(sockets.peer.get(), "x", 1));
  selector.register_descriptor(fd, event_write);
  EXPECT_EQ(event_write, look(fd));
  selector.modify(fd, event_read | event_write);
  EXPECT_EQ(event_read | event_write, look(fd));
  selector.modify(fd, event_read);
  EXPECT_EQ(event_read, look(fd));
}

// What is ready and not asked for any more would otherwise end every wait at once.
TEST_F(KqueueSelectorTest, UnregisteredDescriptorDoesNotCutTheWaitShort) {
  const SocketPair sockets;
  sockets.feed();
  const int fd = sockets.ours.get();
  for (const EventMask asked : {event_read, event_write, event_read | event_write}) {
    selector.register_descriptor(fd, asked);
    selector.unregister(fd);
    expect_wait("unregistered");
  }
}

TEST_F(KqueueSelectorTest, FilterDroppedByModifyDoesNotCutTheWaitShort) {
  const SocketPair sockets;
  selector.register_descriptor(sockets.ours.get(), event_read | event_write);
  selector.modify(sockets.ours.get(), event_read);
  expect_wait("writing dropped");
  const SocketPair full;
  full.feed();
  unix_os::set_blocking(full.ours.get(), false);
  const std::string block(65536, 'x');
  while (::write(full.ours.get(), block.data(), block.size()) > 0) {
  }
  selector.register_descriptor(full.ours.get(), event_read | event_write);
  selector.modify(full.ours.get(), event_write);
  expect_wait("reading dropped");
}

TEST_F(KqueueSelectorTest, WriterWithoutReaderThatIsUnregisteredDoesNotCutTheWaitShort) {
  Pipe pipe;
  pipe.read.reset();
  selector.register_descriptor(pipe.write.get(), event_write);
  selector.unregister(pipe.write.get());
  expect_wait("unregistered");
}

TEST_F(KqueueSelectorTest, RefusalOfTheKernelLeavesNothingBehind) {
  const unix_os::OwnedDescriptor null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  for (const EventMask events : {event_read, event_write, event_read | event_write}) {
    try {
      selector.register_descriptor(null.get(), events);
      ADD_FAILURE() << "taken";
    } catch (const OSError& error) {
      EXPECT_EQ(EINVAL, error.error_number());
    }
    EXPECT_EQ(0U, selector.registered(null.get()));
    EXPECT_EQ("KeyError", thrown_by([&] { selector.unregister(null.get()); }));
  }
  EXPECT_EQ(0U, look(null.get()));
}

// A queue can be watched for reading only.
TEST_F(KqueueSelectorTest, RefusalOfOneFilterTakesTheOtherBack) {
  KernelQueue other;
  ASSERT_EQ(0, other.change(1, EVFILT_USER, EV_ADD));
  ASSERT_EQ(0, other.change(1, EVFILT_USER, 0, NOTE_TRIGGER));
  EXPECT_EQ("OSError",
            thrown_by([&] { selector.register_descriptor(other.descriptor(), event_read | event_write); }));
  EXPECT_EQ(0U, selector.registered(other.descriptor()));
  expect_wait("refused");
  selector.register_descriptor(other.descriptor(), event_read);
  EXPECT_EQ(event_read, look(other.descriptor()));
  EXPECT_EQ("OSError", thrown_by([&] { selector.modify(other.descriptor(), event_read | event_write); }));
  EXPECT_EQ(event_read, look(other.descriptor())) << "what was watched before stays";
}

TEST_F(KqueueSelectorTest, DescriptorMayBeClosedBeforeItIsUnregistered) {
  Pipe pipe;
  const int fd = pipe.read.get();
  selector.register_descriptor(fd, event_read);
  pipe.feed();
  pipe.read.reset();
  EXPECT_EQ(0U, look(fd));  // the kernel has forgotten it
  selector.unregister(fd);  // EBADF, harmless
  EXPECT_EQ(0U, selector.registered(fd));
  EXPECT_EQ("KeyError", thrown_by([&] { selector.unregister(fd); }));
}

TEST_F(KqueueSelectorTest, NumberThatComesBackIsWatchedAnewByModify) {
  Pipe old;
  const Pipe fresh;
  const int fd = old.read.get();
  selector.register_descriptor(fd, event_read);
  fresh.feed();
  ASSERT_EQ(fd, ::dup2(fresh.read.get(), fd));
  EXPECT_EQ(0U, look(fd));
  selector.modify(fd, event_read);  // the same mask, and yet
  EXPECT_EQ(event_read, look(fd));
  ASSERT_EQ(fd, ::dup2(fresh.write.get(), fd));
  selector.unregister(fd);  // ENOENT, harmless
  selector.register_descriptor(fd, event_write);
  EXPECT_EQ(event_write, look(fd));
}

TEST_F(KqueueSelectorTest, ClosedNumberIsRefusedAtOnce) {
  int fd = -1;
  {
    const Pipe pipe;
    fd = pipe.read.get();
  }
  try {
    selector.register_descriptor(fd, event_read);
    ADD_FAILURE() << "taken";
  } catch (const OSError& error) {
    EXPECT_EQ(EBADF, error.error_number());
  }
  EXPECT_EQ(0U, selector.registered(fd));
}

TEST_F(KqueueSelectorTest, EverythingThatIsReadyComesInOneTurn) {
  std::vector<SocketPair> pairs(40);
  for (const SocketPair& pair : pairs) {
    ASSERT_EQ(1, ::write(pair.peer.get(), "x", 1));
    selector.register_descriptor(pair.ours.get(), event_read | event_write);
  }
  const auto ready = selector.select(0ns);
  ASSERT_EQ(pairs.size(), ready.size());
  for (const ReadyDescriptor& one : ready) {
    EXPECT_EQ(event_read | event_write, one.events);
  }
}

}  // namespace
}  // namespace asyncio::testing
