// connect_read_pipe() and connect_write_pipe().
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "socket/socket.hpp"
#include "transports_fixture.hpp"
#include "unix/descriptor.hpp"

namespace asyncio::testing {
namespace {

using net::DescriptorPair;
using net::OwnedDescriptor;
using Events = std::vector<std::string>;

class PipeTest : public TransportTest {
 protected:
  std::shared_ptr<StreamProtocol> connect_reader(FileDescriptor fd) {
    auto made = protocol();
    wait(loop_->connect_read_pipe(give(made), fd));
    return made;
  }
  std::shared_ptr<StreamProtocol> connect_writer(FileDescriptor fd) {
    auto made = protocol();
    wait(loop_->connect_write_pipe(give_base(made), fd));
    return made;
  }
  static void write_raw(FileDescriptor fd, std::string_view text) {
    ASSERT_EQ(static_cast<ssize_t>(text.size()), ::write(fd, text.data(), text.size()));
  }
};

TEST_P(PipeTest, ReadPipeGivesDataThenEndThenLoss) {
  DescriptorPair pipe = unix_os::make_pipe();
  const auto reader = connect_reader(pipe.first.release());
  EXPECT_TRUE(reader->reader->is_reading());
  write_raw(pipe.second.get(), "hello");
  run_until([&] { return reader->received == "hello"; });
  pipe.second.reset();
  run_until([&] { return reader->lost; });
  EXPECT_EQ((Events{"made", "eof", "lost:none"}), log.events);
  EXPECT_TRUE(reader->base->is_closing());
  EXPECT_TRUE(errors.empty());
}

TEST_P(PipeTest, DescriptorIsMadeNonBlockingAndClosedAtTheEnd) {
  DescriptorPair pipe = unix_os::make_pipe();
  const FileDescriptor fd = pipe.first.release();
  const auto reader = connect_reader(fd);
  EXPECT_FALSE(unix_os::is_blocking(fd));
  reader->base->close();
  run_until([&] { return reader->lost; });
  EXPECT_EQ(-1, ::fcntl(fd, F_GETFD));
}

TEST_P(PipeTest, PauseAndResumeReadingMayBeCalledTwice) {
  DescriptorPair pipe = unix_os::make_pipe();
  const auto reader = connect_reader(pipe.first.release());
  reader->reader->pause_reading();
  reader->reader->pause_reading();
  EXPECT_FALSE(reader->reader->is_reading());
  write_raw(pipe.second.get(), "x");
  run_turns(4);
  EXPECT_EQ("", reader->received);
  reader->reader->resume_reading();
  reader->reader->resume_reading();
  run_until([&] { return reader->received == "x"; });
}

TEST_P(PipeTest, PausingInConnectionMadeKeepsDataBack) {
  DescriptorPair pipe = unix_os::make_pipe();
  write_raw(pipe.second.get(), "early");
  auto reader = protocol();
  reader->on_made = [&] { reader->reader->pause_reading(); };
  wait(loop_->connect_read_pipe(give(reader), pipe.first.release()));
  run_turns(4);
  EXPECT_EQ("", reader->received);
  reader->reader->resume_reading();
  run_until([&] { return reader->received == "early"; });
}

TEST_P(PipeTest, RegularFilesAndFoldersAreRefused) {
  const ScratchFolder folder;
  const std::string expected = "Pipe transport is only for pipes, sockets and character devices";
  std::string text;
  EXPECT_EQ("ValueError", failure(loop_->connect_read_pipe(give(protocol()),
                                                           make_file(folder.path("a"), "hello").release()),
                                  &text));
  EXPECT_EQ(expected, text);
  EXPECT_EQ("ValueError", failure(loop_->connect_write_pipe(give_base(protocol()),
                                                            make_file(folder.path("b"), "").release()),
                                  &text));
  EXPECT_EQ(expected, text);
  EXPECT_EQ("ValueError",
            failure(loop_->connect_read_pipe(give(protocol()), ::open("/", O_RDONLY | O_DIRECTORY))));
  EXPECT_TRUE(log.events.empty());
  EXPECT_TRUE(errors.empty());
}

TEST_P(PipeTest, ClosedDescriptorIsAnOSError) {
  DescriptorPair pipe = unix_os::make_pipe();
  const FileDescriptor fd = pipe.first.get();
  pipe.first.reset();
  EXPECT_EQ("OSError", failure(loop_->connect_read_pipe(give(protocol()), fd)));
  EXPECT_EQ("OSError", failure(loop_->connect_write_pipe(give_base(protocol()), -1)));
  EXPECT_TRUE(log.events.empty());
}

TEST_P(PipeTest, SelectorsRefusalReachesTheCallerBeforeTheProtocolHearsOfIt) {
  const FileDescriptor null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  auto reader = protocol();
  auto future = loop_->connect_read_pipe(give(reader), null);
  if (GetParam() == SelectorKind::epoll || GetParam() == SelectorKind::kqueue) {
    EXPECT_EQ(GetParam() == SelectorKind::epoll ? "PermissionError" : "OSError", failure(future));
    EXPECT_TRUE(log.events.empty());
    EXPECT_EQ(-1, ::fcntl(null, F_GETFD));
  } else {
    wait(future);
    run_until([&] { return reader->lost; });
    EXPECT_EQ((Events{"made", "eof", "lost:none"}), log.events);
  }
  EXPECT_TRUE(errors.empty());
}

TEST_P(PipeTest, FactorysExceptionReachesTheCallerAndTheDescriptorStaysOpen) {
  DescriptorPair pipe = unix_os::make_pipe();
  const Factory<Protocol> broken = []() -> std::shared_ptr<Protocol> { throw ValueError("no protocol"); };
  EXPECT_EQ("ValueError", failure(loop_->connect_read_pipe(broken, pipe.first.get())));
  EXPECT_GE(::fcntl(pipe.first.get(), F_GETFD), 0);
}

TEST_P(PipeTest, NullDeviceTakesEverythingThatIsWritten) {
  const auto writer = connect_writer(::open("/dev/null", O_RDWR | O_CLOEXEC));
  writer->writer->write(as_bytes(pattern(1 << 20)));
  EXPECT_EQ(0U, writer->writer->get_write_buffer_size());
  writer->base->close();
  run_until([&] { return writer->lost; });
  EXPECT_EQ((Events{"made", "lost:none"}), log.events);
}

TEST_P(PipeTest, SocketsAreAcceptedInBothDirections) {
  DescriptorPair pair = net::make_socket_pair();
  const auto reader = connect_reader(pair.first.release());
  const auto writer = connect_writer(pair.second.release());
  writer->writer->write(as_bytes("over a socket"));
  run_until([&] { return reader->received == "over a socket"; });
  writer->writer->write_eof();
  run_until([&] { return reader->lost && writer->lost; });
  EXPECT_EQ("none", type_of(reader->lost_error));
}

TEST_P(PipeTest, FifoAndTerminalWork) {
  const ScratchFolder folder;
  ASSERT_EQ(0, ::mkfifo(folder.path("fifo").c_str(), 0600));
  OwnedDescriptor both(::open(folder.path("fifo").c_str(), O_RDWR | O_CLOEXEC));
  const auto reader = connect_reader(::open(folder.path("fifo").c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  write_raw(both.get(), "fifo");
  run_until([&] { return reader->received == "fifo"; });
  reader->base->close();
  run_until([&] { return reader->lost; });

  OwnedDescriptor controller(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  if (!controller || ::grantpt(controller.get()) != 0 || ::unlockpt(controller.get()) != 0)
    GTEST_SKIP() << "no pty here";
  const char* name = ::ptsname(controller.get());
  const auto terminal = connect_writer(::open(name, O_RDWR | O_NOCTTY | O_CLOEXEC));
  const auto screen = connect_reader(controller.release());
  terminal->writer->write(as_bytes("text"));
  run_until([&] { return screen->received == "text"; });
  // A terminal's other side going away is an error of reading, and no fault of the program.
  terminal->base->close();
  run_until([&] { return screen->lost; });
  EXPECT_EQ("OSError", type_of(screen->lost_error));
  EXPECT_TRUE(errors.empty());
}

TEST_P(PipeTest, MegabytesArriveInOrderWithFlowControl) {
  DescriptorPair pipe = unix_os::make_pipe();
  const auto reader = connect_reader(pipe.first.release());
  const auto writer = connect_writer(pipe.second.release());
  const std::string sent = pattern(std::size_t{5} << 20);
  writer->writer->write(as_bytes(sent));
  EXPECT_EQ(1U, log.count("pause"));
  EXPECT_GT(writer->writer->get_write_buffer_size(), std::size_t{64} << 10);
  writer->writer->write_eof();
  run_until([&] { return reader->lost && writer->lost; });
  EXPECT_TRUE(reader->received == sent);
  EXPECT_EQ(1U, log.count("resume"));
  EXPECT_EQ("none", type_of(writer->lost_error));
}

TEST_P(PipeTest, LimitsOfFlowControlCanBeSetAndAreChecked) {
  DescriptorPair pipe = unix_os::make_pipe();
  const auto writer = connect_writer(pipe.second.release());
  EXPECT_THROW(writer->writer->set_write_buffer_limits(10, 11), ValueError);
  writer->writer->set_write_buffer_limits(0, std::nullopt);
  const std::string filling = pattern(std::size_t{1} << 20);
  writer->writer->write(as_bytes(filling));
  EXPECT_EQ(1U, log.count("pause"));
  const auto reader = connect_reader(pipe.first.release());
  run_until([&] { return reader->received.size() == filling.size(); });
  run_until([&] { return log.count("resume") == 1; });
}

TEST_P(PipeTest, WriterNoticesThatAnIdleReaderHasGone) {
  DescriptorPair pipe = unix_os::make_pipe();
  const auto writer = connect_writer(pipe.second.release());
  run_turns(2);
  pipe.first.reset();
  run_until([&] { return writer->lost; });
  EXPECT_EQ("none", type_of(writer->lost_error));
}

TEST_P(PipeTest, ReaderGoingWithDataUnreadIsABrokenPipe) {
  DescriptorPair pipe = unix_os::make_pipe();
  const auto writer = connect_writer(pipe.second.release());
  writer->writer->write(as_bytes(pattern(1 << 20)));
  pipe.first.reset();
  run_until([&] { return writer->lost; });
  EXPECT_EQ("BrokenPipeError", type_of(writer->lost_error));
  EXPECT_EQ(0U, writer->writer->get_write_buffer_size());
  writer->writer->write(as_bytes("dropped"));
  EXPECT_TRUE(errors.empty());
}

TEST_P(PipeTest, WritingAfterTheReaderHasGoneNeitherThrowsNorSignals) {
  struct sigaction before {};
  ::sigaction(SIGPIPE, nullptr, &before);
  ASSERT_EQ(SIG_DFL, before.sa_handler);  // a SIGPIPE would end the test
  DescriptorPair pipe = unix_os::make_pipe();
  const auto writer = connect_writer(pipe.second.release());
  pipe.first.reset();
  writer->writer->write(as_bytes("x"));
  EXPECT_TRUE(writer->base->is_closing());
  run_until([&] { return writer->lost; });
  EXPECT_EQ("BrokenPipeError", type_of(writer->lost_error));
  sigset_t pending;
  ::sigpending(&pending);
  EXPECT_EQ(0, sigismember(&pending, SIGPIPE));
}

TEST_P(PipeTest, AbortDropsWhatIsBuffered) {
  DescriptorPair pipe = unix_os::make_pipe();
  const auto writer = connect_writer(pipe.second.release());
  writer->writer->write(as_bytes(pattern(1 << 20)));
  writer->writer->abort();
  EXPECT_EQ(0U, writer->writer->get_write_buffer_size());
  run_until([&] { return writer->lost; });
  EXPECT_EQ(1U, log.count("lost:none"));
}

TEST_P(PipeTest, DescriptorOfATransportMayNotBeWatchedByOthers) {
  DescriptorPair pipe = unix_os::make_pipe();
  const FileDescriptor fd = pipe.first.release();
  const auto reader = connect_reader(fd);
  EXPECT_THROW(loop_->add_reader(fd, [] {}), RuntimeError);
  EXPECT_THROW(loop_->remove_reader(fd), RuntimeError);
  EXPECT_THROW(loop_->add_writer(fd, [] {}), RuntimeError);
  EXPECT_THROW(loop_->remove_writer(fd), RuntimeError);
  reader->base->close();
  EXPECT_NO_THROW(loop_->add_reader(fd, [] {}));
  EXPECT_TRUE(loop_->remove_reader(fd));
  run_until([&] { return reader->lost; });
  EXPECT_NO_THROW(loop_->remove_reader(fd));
  EXPECT_NO_THROW(loop_->remove_writer(fd));
}

TEST_P(PipeTest, ExceptionOfAProtocolGoesToTheHandler) {
  DescriptorPair pipe = unix_os::make_pipe();
  const auto reader = connect_reader(pipe.first.release());
  reader->on_data = [](Bytes) { throw std::runtime_error("broken protocol"); };
  write_raw(pipe.second.get(), "x");
  run_until([&] { return !errors.empty(); });
  EXPECT_NE(std::string::npos, errors.front().find("broken protocol"));
  // As in asyncio, a pipe stays open.
  reader->on_data = nullptr;
  write_raw(pipe.second.get(), "y");
  run_until([&] { return reader->received == "xy"; });
}

TEST_P(PipeTest, CancelledConnectingClosesTheDescriptor) {
  DescriptorPair pipe = unix_os::make_pipe();
  const FileDescriptor fd = pipe.first.release();
  auto reader = protocol();
  auto future = loop_->connect_read_pipe(give(reader), fd);
  future.cancel();
  EXPECT_EQ("CancelledError", failure(future));
  run_until([&] { return reader->lost; });
  EXPECT_EQ((Events{"made", "lost:none"}), log.events);
  EXPECT_EQ(-1, ::fcntl(fd, F_GETFD));
}

TEST_P(PipeTest, ClosingTheLoopClosesWhatIsOpenAndTellsNobody) {
  DescriptorPair pipe = unix_os::make_pipe();
  const FileDescriptor read = pipe.first.release();
  const FileDescriptor write = pipe.second.release();
  const auto reader = connect_reader(read);
  const auto writer = connect_writer(write);
  loop_->close();
  EXPECT_EQ(-1, ::fcntl(read, F_GETFD));
  EXPECT_EQ(-1, ::fcntl(write, F_GETFD));
  EXPECT_FALSE(reader->lost);
  writer->writer->write(as_bytes("into nothing"));
  writer->writer->abort();
  reader->reader->pause_reading();
  reader->base->close();
  EXPECT_TRUE(writer->base->is_closing());
}

FOR_EACH_SELECTOR(PipeTest);

}  // namespace
}  // namespace asyncio::testing
