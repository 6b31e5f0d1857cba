// The simulated kqueue against what kqueue(2), kevent(2) and the kernel's source say of the real one.
#include "simulated_kqueue.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/event.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

using namespace std::chrono_literals;
using Event = struct kevent;

constexpr timespec at_once{};

// A descriptor that goes with the test, closed as the code under test closes its own.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) { EXPECT_GE(fd, 0); }
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() { close(); }
  [[nodiscard]] int get() const { return fd_; }
  void close() {
    if (fd_ >= 0) {
      ::close(std::exchange(fd_, -1));
    }
  }

 private:
  int fd_;
};

struct Pair {
  Descriptor first;
  Descriptor second;
};

Pair make_pipe() {
  std::array<int, 2> ends{};
  EXPECT_EQ(0, ::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK));
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

Pair make_sockets(int type = SOCK_STREAM) {
  std::array<int, 2> ends{};
  EXPECT_EQ(0, ::socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()));
  return {Descriptor(ends[0]), Descriptor(ends[1])};
}

Descriptor make_file(std::string_view content) {
  Descriptor file(
      ::open(std::filesystem::temp_directory_path().c_str(), O_RDWR | O_TMPFILE | O_CLOEXEC, 0600));
  EXPECT_EQ(static_cast<ssize_t>(content.size()), ::write(file.get(), content.data(), content.size()));
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

void put(int fd, std::string_view text) {
  EXPECT_EQ(static_cast<ssize_t>(text.size()), ::write(fd, text.data(), text.size()));
}

void take(int fd, std::size_t count) {
  std::string buffer(count, '\0');
  EXPECT_EQ(static_cast<ssize_t>(count), ::read(fd, buffer.data(), count));
}

void fill(int fd) {
  const std::string block(4096, 'x');
  while (::write(fd, block.data(), block.size()) > 0) {
  }
}

class SimulatedKqueue : public ::testing::Test {
 protected:
  // 0 or the errno of the change.
  int change(std::uintptr_t ident, int filter, unsigned flags, unsigned notes = 0) {
    Event event{ident,  static_cast<std::int16_t>(filter), static_cast<std::uint16_t>(flags), notes, 0,
                nullptr};
    return ::kevent(queue.get(), &event, 1, nullptr, 0, nullptr) == 0 ? 0 : errno;
  }
  int change(const Descriptor& fd, int filter, unsigned flags) {
    return change(static_cast<std::uintptr_t>(fd.get()), filter, flags);
  }
  std::vector<Event> look(const timespec* timeout = &at_once) {
    std::array<Event, 16> events{};
    const int count = ::kevent(queue.get(), nullptr, 0, events.data(), 16, timeout);
    EXPECT_GE(count, 0);
    return {events.begin(), events.begin() + std::max(count, 0)};
  }
  std::optional<Event> only() {
    const auto events = look();
    EXPECT_LE(events.size(), 1U);
    return events.empty() ? std::nullopt : std::optional(events.front());
  }
  bool is_readable() {
    pollfd polled{queue.get(), POLLIN, 0};
    return ::poll(&polled, 1, 0) == 1;
  }

  Descriptor queue{::kqueue()};
};

// ---- Reading

TEST_F(SimulatedKqueue, ReadFilterTellsHowMuchThereIsForAsLongAsItIsThere) {
  const Pair pipe = make_pipe();
  ASSERT_EQ(0, change(pipe.first, EVFILT_READ, EV_ADD));
  EXPECT_FALSE(only());
  put(pipe.second.get(), "abc");
  for (int i = 0; i < 2; ++i) {
    const auto event = only();
    ASSERT_TRUE(event);
    EXPECT_EQ(static_cast<std::uintptr_t>(pipe.first.get()), event->ident);
    EXPECT_EQ(EVFILT_READ, event->filter);
    EXPECT_EQ(3, event->data);
    EXPECT_EQ(0, event->flags & (EV_EOF | EV_ERROR));
  }
  take(pipe.first.get(), 3);
  EXPECT_FALSE(only());
}

TEST_F(SimulatedKqueue, EndOfFileComesWithWhatIsLeftAndStays) {
  for (Pair (*const make)() : {+[] { return make_pipe(); }, +[] { return make_sockets(); }}) {
    Pair ends = make();
    ASSERT_EQ(0, change(ends.first, EVFILT_READ, EV_ADD));
    put(ends.second.get(), "abc");
    ends.second.close();
    auto event = only();
    ASSERT_TRUE(event);
    EXPECT_TRUE(event->flags & EV_EOF);
    EXPECT_EQ(3, event->data);
    take(ends.first.get(), 3);
    for (int i = 0; i < 2; ++i) {
      event = only();
      ASSERT_TRUE(event);
      EXPECT_TRUE(event->flags & EV_EOF);
      EXPECT_EQ(0, event->data);
    }
  }
}

TEST_F(SimulatedKqueue, HalfClosedSocketEndsReadingNotWriting) {
  const Pair sockets = make_sockets();
  ASSERT_EQ(0, change(sockets.first, EVFILT_READ, EV_ADD));
  ASSERT_EQ(0, change(sockets.first, EVFILT_WRITE, EV_ADD));
  ASSERT_EQ(0, ::shutdown(sockets.second.get(), SHUT_WR));
  const auto events = look();
  ASSERT_EQ(2U, events.size());
  for (const Event& event : events) {
    EXPECT_EQ(event.filter == EVFILT_READ, (event.flags & EV_EOF) != 0);
  }
}

TEST_F(SimulatedKqueue, WriterOfAPipeLearnsByItsReadFilterThatTheReaderIsGone) {
  Pair pipe = make_pipe();
  ASSERT_EQ(0, change(pipe.second, EVFILT_READ, EV_ADD));
  EXPECT_FALSE(only());
  pipe.first.close();
  const auto event = only();
  ASSERT_TRUE(event);
  EXPECT_TRUE(event->flags & EV_EOF);
}

// ---- Writing

TEST_F(SimulatedKqueue, WriteFilterIsTrueWhileThereIsRoom) {
  for (Pair (*const make)() : {+[] { return make_pipe(); }, +[] { return make_sockets(); }}) {
    const Pair ends = make();
    ASSERT_EQ(0, change(ends.second, EVFILT_WRITE, EV_ADD));
    const auto event = only();
    ASSERT_TRUE(event);
    EXPECT_EQ(EVFILT_WRITE, event->filter);
    EXPECT_GT(event->data, 0);
    EXPECT_EQ(0, event->flags & EV_EOF);
    fill(ends.second.get());
    EXPECT_FALSE(only());
  }
}

TEST_F(SimulatedKqueue, WriteFilterEndsWhenTheReaderGoes) {
  for (Pair (*const make)() : {+[] { return make_pipe(); }, +[] { return make_sockets(); }}) {
    Pair ends = make();
    fill(ends.second.get());
    ASSERT_EQ(0, change(ends.second, EVFILT_WRITE, EV_ADD));
    EXPECT_FALSE(only());
    ends.first.close();
    for (int i = 0; i < 2; ++i) {
      const auto event = only();
      ASSERT_TRUE(event);
      EXPECT_TRUE(event->flags & EV_EOF);
    }
  }
}

TEST_F(SimulatedKqueue, WriteFilterOfAPipeWithoutReaderIsRefused) {
  Pair pipe = make_pipe();
  pipe.first.close();
  EXPECT_EQ(EPIPE, change(pipe.second, EVFILT_WRITE, EV_ADD));
  EXPECT_FALSE(only());
  Pair sockets = make_sockets();
  sockets.first.close();
  EXPECT_EQ(0, change(sockets.second, EVFILT_WRITE, EV_ADD));
  EXPECT_TRUE(only());
}

TEST_F(SimulatedKqueue, OneDescriptorGivesAnEventForEachOfItsFilters) {
  const Pair sockets = make_sockets();
  ASSERT_EQ(0, change(sockets.first, EVFILT_READ, EV_ADD));
  ASSERT_EQ(0, change(sockets.first, EVFILT_WRITE, EV_ADD));
  put(sockets.second.get(), "x");
  EXPECT_EQ(2U, look().size());
  ASSERT_EQ(0, change(sockets.first, EVFILT_WRITE, EV_DELETE));
  ASSERT_EQ(1U, look().size());
  EXPECT_EQ(EVFILT_READ, look().front().filter);
}

// ---- Sockets on their way

TEST_F(SimulatedKqueue, SocketThatWasNeverConnectedIsNeitherReadableNorWritable) {
  const Descriptor listening(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof(address);
  ASSERT_EQ(0, ::bind(listening.get(), reinterpret_cast<sockaddr*>(&address), length));
  ASSERT_EQ(0, ::listen(listening.get(), 1));
  ASSERT_EQ(0, ::getsockname(listening.get(), reinterpret_cast<sockaddr*>(&address), &length));

  const Descriptor client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  ASSERT_EQ(0, change(client, EVFILT_READ, EV_ADD));
  ASSERT_EQ(0, change(client, EVFILT_WRITE, EV_ADD));
  ASSERT_EQ(0, change(listening, EVFILT_READ, EV_ADD));
  EXPECT_FALSE(only());
  const timespec moment{0, 1000};
  EXPECT_TRUE(look(&moment).empty());  // and waiting does not go round in circles

  ASSERT_EQ(0, ::connect(client.get(), reinterpret_cast<sockaddr*>(&address), length));
  EXPECT_EQ(2U, look().size());  // the client can write, the listening socket can accept
  EXPECT_EQ(2U, look().size());  // still
}

TEST_F(SimulatedKqueue, RefusedConnectionEndsBothDirections) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  {
    const Descriptor bound(::socket(AF_INET, SOCK_STREAM, 0));
    socklen_t length = sizeof(address);
    ASSERT_EQ(0, ::bind(bound.get(), reinterpret_cast<sockaddr*>(&address), length));
    ASSERT_EQ(0, ::getsockname(bound.get(), reinterpret_cast<sockaddr*>(&address), &length));
  }
  const Descriptor client(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  ::connect(client.get(), reinterpret_cast<sockaddr*>(&address), sizeof(address));
  ASSERT_EQ(0, change(client, EVFILT_WRITE, EV_ADD));
  const auto events = look(nullptr);
  ASSERT_EQ(1U, events.size());
  EXPECT_TRUE(events.front().flags & EV_EOF);
  int error = 0;
  socklen_t length = sizeof(error);
  ASSERT_EQ(0, ::getsockopt(client.get(), SOL_SOCKET, SO_ERROR, &error, &length));
  EXPECT_EQ(ECONNREFUSED, error);  // it was not taken away
}

// ---- Files and devices

TEST_F(SimulatedKqueue, FileIsReadableByItsPosition) {
  const Descriptor file = make_file("hello");
  ASSERT_EQ(0, change(file, EVFILT_READ, EV_ADD));
  EXPECT_EQ(5, only().value().data);
  take(file.get(), 3);
  EXPECT_EQ(2, only().value().data);
  take(file.get(), 2);
  EXPECT_FALSE(only());  // at the end
  ::lseek(file.get(), 4, SEEK_END);
  ASSERT_EQ(0, change(file, EVFILT_READ, EV_ADD));
  EXPECT_EQ(-4, only().value().data);  // beyond it
}

TEST_F(SimulatedKqueue, FileThatGrowsEndsTheWait) {
  const Descriptor file = make_file("");
  ASSERT_EQ(0, change(file, EVFILT_READ, EV_ADD));
  EXPECT_FALSE(only());
  std::thread writer([&] { EXPECT_EQ(4, ::pwrite(file.get(), "more", 4, 0)); });
  const auto events = look(nullptr);
  writer.join();
  ASSERT_EQ(1U, events.size());
  EXPECT_EQ(4, events.front().data);
}

TEST_F(SimulatedKqueue, FileIsAlwaysWritable) {
  const Descriptor file = make_file("hello");
  ASSERT_EQ(0, change(file, EVFILT_WRITE, EV_ADD));
  EXPECT_TRUE(only());
  EXPECT_TRUE(only());
  ASSERT_EQ(0, change(file, EVFILT_WRITE, EV_DELETE));
  EXPECT_FALSE(only());
}

struct OpenedPath {
  const char* path;
  int flags;
};

TEST_F(SimulatedKqueue, DirectoriesAndDevicesAreRefused) {
  for (const auto& [path, flags] : {OpenedPath{"/", O_RDONLY | O_DIRECTORY}, OpenedPath{"/dev/null", O_RDWR},
                                    OpenedPath{"/dev/zero", O_RDWR}, OpenedPath{"/dev/urandom", O_RDONLY}}) {
    const Descriptor fd(::open(path, flags | O_CLOEXEC));
    EXPECT_EQ(EINVAL, change(fd, EVFILT_READ, EV_ADD)) << path;
    EXPECT_EQ(EINVAL, change(fd, EVFILT_WRITE, EV_ADD)) << path;
  }
  EXPECT_FALSE(only());
}

TEST_F(SimulatedKqueue, TerminalIsWatchedByModernVersionsOnly) {
  const Descriptor controller(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  ASSERT_EQ(0, ::grantpt(controller.get()));
  ASSERT_EQ(0, ::unlockpt(controller.get()));
  std::array<char, 128> name{};
  ASSERT_EQ(0, ::ptsname_r(controller.get(), name.data(), name.size()));
  const Descriptor terminal(::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
  ASSERT_EQ(0, change(terminal, EVFILT_READ, EV_ADD));
  EXPECT_FALSE(only());
  put(controller.get(), "line\n");
  EXPECT_EQ(1U, look(nullptr).size());  // the kernel hands it over in a thread of its own
  ASSERT_EQ(0, change(terminal, EVFILT_READ, EV_DELETE));

  simulated_kqueue::behave_like(simulated_kqueue::Behaviour::macos_10_6_to_10_8);
  EXPECT_EQ(EINVAL, change(terminal, EVFILT_READ, EV_ADD));
  EXPECT_EQ(EINVAL, change(controller, EVFILT_WRITE, EV_ADD));
  const Pair pipe = make_pipe();
  EXPECT_EQ(0, change(pipe.first, EVFILT_READ, EV_ADD));
  simulated_kqueue::behave_like(simulated_kqueue::Behaviour::modern);
  EXPECT_EQ(0, change(terminal, EVFILT_READ, EV_ADD));
}

// ---- Closed descriptors

TEST_F(SimulatedKqueue, ClosingADescriptorRemovesItsFiltersThoughACopyStaysOpen) {
  Pair pipe = make_pipe();
  const Descriptor copy(::fcntl(pipe.first.get(), F_DUPFD_CLOEXEC, 0));
  const auto number = static_cast<std::uintptr_t>(pipe.first.get());
  ASSERT_EQ(0, change(pipe.first, EVFILT_READ, EV_ADD));
  put(pipe.second.get(), "x");
  EXPECT_TRUE(only());
  pipe.first.close();
  EXPECT_FALSE(only());
  EXPECT_EQ(EBADF, change(number, EVFILT_READ, EV_DELETE));
  EXPECT_EQ(EBADF, change(number, EVFILT_READ, EV_ADD));
}

TEST_F(SimulatedKqueue, NumberThatComesBackIsUnknown) {
  Pair pipe = make_pipe();
  const Pair other = make_pipe();
  const auto number = static_cast<std::uintptr_t>(pipe.first.get());
  put(other.second.get(), "x");
  ASSERT_EQ(0, change(pipe.first, EVFILT_READ, EV_ADD));
  ASSERT_EQ(pipe.first.get(), ::dup2(other.first.get(), pipe.first.get()));
  EXPECT_FALSE(only());
  EXPECT_EQ(ENOENT, change(number, EVFILT_READ, EV_DELETE));
  EXPECT_EQ(0, change(number, EVFILT_READ, EV_ADD));
  EXPECT_TRUE(only());
}

TEST_F(SimulatedKqueue, ClosedQueueIsABadDescriptor) {
  const int number = queue.get();
  queue.close();
  Event event{};
  EXPECT_EQ(-1, ::kevent(number, nullptr, 0, &event, 1, &at_once));
  EXPECT_EQ(EBADF, errno);
  const Pair pipe = make_pipe();
  EXPECT_EQ(-1, ::kevent(pipe.first.get(), nullptr, 0, &event, 1, &at_once));
  EXPECT_EQ(EBADF, errno);
}

// ---- Changes

TEST_F(SimulatedKqueue, AddingAgainMakesNoSecondEvent) {
  const Pair pipe = make_pipe();
  ASSERT_EQ(0, change(pipe.first, EVFILT_READ, EV_ADD));
  ASSERT_EQ(0, change(pipe.first, EVFILT_READ, EV_ADD | EV_ONESHOT));
  put(pipe.second.get(), "x");
  ASSERT_EQ(1U, look().size());
  EXPECT_EQ(0U, look().size());  // the second call has changed it
  EXPECT_EQ(ENOENT, change(pipe.first, EVFILT_READ, EV_DELETE));
}

TEST_F(SimulatedKqueue, DisabledFilterIsSilentUntilItIsEnabled) {
  Pair pipe = make_pipe();
  put(pipe.second.get(), "x");
  ASSERT_EQ(0, change(pipe.first, EVFILT_READ, EV_ADD | EV_DISABLE));
  EXPECT_FALSE(only());
  pipe.second.close();
  EXPECT_FALSE(only());
  ASSERT_EQ(0, change(pipe.first, EVFILT_READ, EV_ENABLE));
  EXPECT_TRUE(only());
  ASSERT_EQ(0, change(pipe.first, EVFILT_READ, EV_DISABLE));
  EXPECT_FALSE(only());
  ASSERT_EQ(0, change(pipe.first, EVFILT_READ, EV_ADD));  // implies enabling
  EXPECT_TRUE(only());
}

TEST_F(SimulatedKqueue, WhatIsWrongOrNotSimulatedIsRefused) {
  const Pair pipe = make_pipe();
  EXPECT_EQ(ENOENT, change(pipe.first, EVFILT_READ, EV_DELETE));
  EXPECT_EQ(ENOENT, change(pipe.first, EVFILT_WRITE, EV_ENABLE));
  EXPECT_EQ(ENOENT, change(7, EVFILT_USER, 0, NOTE_TRIGGER));
  EXPECT_EQ(EBADF, change(static_cast<std::uintptr_t>(-1), EVFILT_READ, EV_ADD));
  EXPECT_EQ(EINVAL, change(pipe.first, -7, EV_ADD));                  // EVFILT_TIMER
  EXPECT_EQ(EINVAL, change(pipe.first, EVFILT_READ, EV_ADD | 0x80));  // EV_DISPATCH
  EXPECT_EQ(EINVAL, change(pipe.first, EVFILT_READ, EV_ADD | EV_CLEAR));
  EXPECT_EQ(EINVAL,
            change(static_cast<std::uintptr_t>(pipe.first.get()), EVFILT_READ, EV_ADD, 1));  // NOTE_LOWAT
  EXPECT_FALSE(only());
}

TEST_F(SimulatedKqueue, OutcomeOfAChangeIsAnEventWhereThereIsRoom) {
  const Pair pipe = make_pipe();
  const auto ident = static_cast<std::uintptr_t>(pipe.first.get());
  const std::array<Event, 3> changes{{{ident, EVFILT_READ, EV_DELETE, 0, 0, nullptr},
                                      {ident, EVFILT_READ, EV_ADD | EV_RECEIPT, 0, 0, nullptr},
                                      {ident, EVFILT_WRITE, EV_DELETE, 0, 0, nullptr}}};
  std::array<Event, 4> events{};
  ASSERT_EQ(
      3, ::kevent(queue.get(), changes.data(), 3, events.data(), 4, nullptr));  // and nothing is waited for
  EXPECT_EQ((std::array<std::intptr_t, 3>{ENOENT, 0, ENOENT}),
            (std::array<std::intptr_t, 3>{events[0].data, events[1].data, events[2].data}));
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(events[static_cast<std::size_t>(i)].flags & EV_ERROR);
  }
  put(pipe.second.get(), "x");
  EXPECT_TRUE(only());  // the change between the two that failed was made
}

TEST_F(SimulatedKqueue, MoreEventsThanRoomComeLater) {
  const Pair first = make_pipe();
  const Pair second = make_pipe();
  for (const Pair* pipe : {&first, &second}) {
    ASSERT_EQ(0, change(pipe->first, EVFILT_READ, EV_ADD | EV_ONESHOT));
    put(pipe->second.get(), "x");
  }
  Event event{};
  EXPECT_EQ(1, ::kevent(queue.get(), nullptr, 0, &event, 1, &at_once));
  EXPECT_EQ(1, ::kevent(queue.get(), nullptr, 0, &event, 1, &at_once));
  EXPECT_EQ(0, ::kevent(queue.get(), nullptr, 0, &event, 1, &at_once));
}

// ---- Waiting

TEST_F(SimulatedKqueue, WithoutRoomForEventsNothingIsWaitedFor) {
  EXPECT_EQ(0, ::kevent(queue.get(), nullptr, 0, nullptr, 0, nullptr));
}

TEST_F(SimulatedKqueue, WaitsAtLeastAsLongAsItIsTold) {
  for (const std::chrono::nanoseconds timeout : {1ns, 500'000ns, 1'500'000ns}) {
    const timespec given{0, timeout.count()};
    const auto before = std::chrono::steady_clock::now();
    EXPECT_TRUE(look(&given).empty());
    EXPECT_GE(std::chrono::steady_clock::now() - before, timeout);
  }
}

TEST_F(SimulatedKqueue, ImpossibleTimeoutsAndCountsAreRefused) {
  Event event{};
  for (const timespec wrong : {timespec{-1, 0}, timespec{0, -1}, timespec{0, 1'000'000'000}}) {
    EXPECT_EQ(-1, ::kevent(queue.get(), nullptr, 0, &event, 1, &wrong));
    EXPECT_EQ(EINVAL, errno);
  }
  EXPECT_EQ(-1, ::kevent(queue.get(), nullptr, 0, &event, -1, &at_once));
  EXPECT_EQ(EINVAL, errno);
}

TEST_F(SimulatedKqueue, SignalInterruptsTheWait) {
  struct sigaction action {};
  action.sa_handler = [](int) {};
  ASSERT_EQ(0, ::sigaction(SIGALRM, &action, nullptr));
  // It comes again and again, so that one which comes before the wait does no harm.
  const itimerval often{{0, 1000}, {0, 1000}};
  ASSERT_EQ(0, ::setitimer(ITIMER_REAL, &often, nullptr));
  Event event{};
  EXPECT_EQ(-1, ::kevent(queue.get(), nullptr, 0, &event, 1, nullptr));
  EXPECT_EQ(EINTR, errno);
  const itimerval never{};
  ::setitimer(ITIMER_REAL, &never, nullptr);
}

// ---- Events of one's own

TEST_F(SimulatedKqueue, UserEventIsPendingFromItsTriggerUntilItIsTaken) {
  ASSERT_EQ(0, change(7, EVFILT_USER, EV_ADD | EV_CLEAR));
  EXPECT_FALSE(only());
  for (int i = 0; i < 3; ++i) {
    ASSERT_EQ(0, change(7, EVFILT_USER, 0, NOTE_TRIGGER));
  }
  const auto event = only();
  ASSERT_TRUE(event);
  EXPECT_EQ(7U, event->ident);
  EXPECT_EQ(EVFILT_USER, event->filter);
  EXPECT_FALSE(only());
  ASSERT_EQ(0, change(8, EVFILT_USER, EV_ADD, NOTE_TRIGGER));
  EXPECT_TRUE(only());
  EXPECT_TRUE(only());  // without EV_CLEAR it stays
}

TEST_F(SimulatedKqueue, UserEventOfAnotherThreadEndsTheWait) {
  ASSERT_EQ(0, change(7, EVFILT_USER, EV_ADD | EV_CLEAR));
  std::thread other([&] { EXPECT_EQ(0, change(7, EVFILT_USER, 0, NOTE_TRIGGER)); });
  EXPECT_EQ(1U, look(nullptr).size());
  other.join();
}

// ---- Processes

pid_t fork_child(int wait_on) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    char byte = 0;
    // Ends when the parent closes the other end, or at once.
    _exit(wait_on >= 0 && ::read(wait_on, &byte, 1) < 0 ? 1 : 3);
  }
  return pid;
}

TEST_F(SimulatedKqueue, ExitOfAProcessIsToldOnceAndDoesNotReapIt) {
  Pair pipe = make_sockets();
  ::fcntl(pipe.first.get(), F_SETFL, 0);
  const pid_t pid = ::fork();
  if (pid == 0) {
    pipe.second.close();
    char byte = 0;
    _exit(::read(pipe.first.get(), &byte, 1) == 0 ? 3 : 1);
  }
  ASSERT_EQ(0, change(static_cast<std::uintptr_t>(pid), EVFILT_PROC, EV_ADD, NOTE_EXIT));
  EXPECT_FALSE(only());
  pipe.second.close();
  const auto events = look(nullptr);
  ASSERT_EQ(1U, events.size());
  EXPECT_EQ(static_cast<std::uintptr_t>(pid), events[0].ident);
  EXPECT_EQ(NOTE_EXIT, events[0].fflags);
  EXPECT_FALSE(only());
  EXPECT_EQ(ENOENT, change(static_cast<std::uintptr_t>(pid), EVFILT_PROC, EV_DELETE, NOTE_EXIT));
  int status = 0;
  ASSERT_EQ(pid, ::waitpid(pid, &status, 0));
  EXPECT_EQ(3, WEXITSTATUS(status));
}

TEST_F(SimulatedKqueue, ProcessThatHasEndedIsNotFound) {
  const pid_t pid = fork_child(-1);
  siginfo_t info{};
  ASSERT_EQ(0, ::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT));
  EXPECT_EQ(ESRCH, change(static_cast<std::uintptr_t>(pid), EVFILT_PROC, EV_ADD, NOTE_EXIT));
  ASSERT_EQ(pid, ::waitpid(pid, nullptr, 0));
  EXPECT_EQ(ESRCH, change(static_cast<std::uintptr_t>(pid), EVFILT_PROC, EV_ADD, NOTE_EXIT));
}

// ---- Queues in queues

TEST_F(SimulatedKqueue, QueueIsReadableWhileAnEventIsPending) {
  const Descriptor outer(::kqueue());
  const Event watch{static_cast<std::uintptr_t>(queue.get()), EVFILT_READ, EV_ADD, 0, 0, nullptr};
  ASSERT_EQ(0, ::kevent(outer.get(), &watch, 1, nullptr, 0, nullptr));
  ASSERT_EQ(0, change(7, EVFILT_USER, EV_ADD | EV_CLEAR));
  Event event{};
  EXPECT_FALSE(is_readable());
  EXPECT_EQ(0, ::kevent(outer.get(), nullptr, 0, &event, 1, &at_once));
  ASSERT_EQ(0, change(7, EVFILT_USER, 0, NOTE_TRIGGER));
  EXPECT_TRUE(is_readable());
  EXPECT_EQ(1, ::kevent(outer.get(), nullptr, 0, &event, 1, &at_once));
  EXPECT_TRUE(only());
  EXPECT_FALSE(is_readable());
  EXPECT_EQ(0, ::kevent(outer.get(), nullptr, 0, &event, 1, &at_once));
}

TEST_F(SimulatedKqueue, QueueTakesNoWriteFilter) {
  const Descriptor outer(::kqueue());
  const Event watch{static_cast<std::uintptr_t>(queue.get()), EVFILT_WRITE, EV_ADD, 0, 0, nullptr};
  EXPECT_EQ(-1, ::kevent(outer.get(), &watch, 1, nullptr, 0, nullptr));
  EXPECT_EQ(EINVAL, errno);
}

}  // namespace
