// Unix signals, over every selector.
#include <cerrno>
#include <csignal>
#include <thread>

#include "loop_fixture.hpp"

namespace asyncio::testing {
namespace {

void (*disposition(int signal))(int) {
  struct sigaction action {};
  ::sigaction(signal, nullptr, &action);
  return action.sa_handler;
}

using LoopSignals = LoopTest;
FOR_EACH_SELECTOR(LoopSignals);

TEST_P(LoopSignals, CallbackRunsInTheLoopForEveryDelivery) {
  int calls = 0;
  loop().add_signal_handler(SIGUSR1, [&] {
    EXPECT_TRUE(loop().is_running());
    if (++calls == 2) {
      loop().stop();
    }
  });
  ::raise(SIGUSR1);
  ::raise(SIGUSR1);
  EXPECT_EQ(0, calls);
  loop().run_forever();
  EXPECT_EQ(2, calls);
}

TEST_P(LoopSignals, LeaveErrnoToWhatTheyInterrupt) {
  loop().add_signal_handler(SIGUSR1, [] {});
  errno = ENOTTY;
  ::raise(SIGUSR1);
  EXPECT_EQ(ENOTTY, errno);
}

TEST_P(LoopSignals, AreDeliveredInOrderAndWakeAWaitingLoop) {
  std::string order;
  loop().add_signal_handler(SIGUSR1, [&] { order += "1"; });
  loop().add_signal_handler(SIGUSR2, [&] {
    order += "2";
    if (order.size() == 3) {
      loop().stop();
    }
  });
  loop().call_soon([&] {
    ::raise(SIGUSR2);
    ::raise(SIGUSR1);
  });
  std::thread killer([&] { loop().call_soon_threadsafe([] { ::kill(::getpid(), SIGUSR2); }); });
  loop().run_forever();
  killer.join();
  EXPECT_EQ('2', order.back());
  EXPECT_NE(std::string::npos, order.find("21"));
}

TEST_P(LoopSignals, FromAnotherThreadInterruptAWaitAndAreDelivered) {
  const pthread_t main_thread = ::pthread_self();
  bool called = false;
  loop().add_signal_handler(SIGUSR1, [&] {
    called = true;
    loop().stop();
  });
  std::thread sender([&] { ::pthread_kill(main_thread, SIGUSR1); });
  loop().run_forever();
  sender.join();
  EXPECT_TRUE(called);
}

TEST_P(LoopSignals, HandlerReplacedInItsTurnIsNotCalled) {
  std::string order;
  loop().add_signal_handler(SIGUSR1, [&] { order += "old"; });
  loop().add_signal_handler(SIGUSR2, [&] { loop().add_signal_handler(SIGUSR1, [&] { order += "new"; }); });
  ::raise(SIGUSR2);
  ::raise(SIGUSR1);
  run_turns(loop(), 3);
  ::raise(SIGUSR1);
  run_turns(loop(), 3);
  EXPECT_EQ("new", order);
}

TEST_P(LoopSignals, BadNumbersAreRefused) {
  for (const int signal : {0, -1, 1000, 128, 32, SIGKILL, SIGSTOP}) {
    EXPECT_EQ("ValueError", thrown_by([&] { loop().add_signal_handler(signal, [] {}); })) << signal;
  }
  EXPECT_EQ("ValueError", thrown_by([&] { loop().remove_signal_handler(0); }));
  EXPECT_FALSE(loop().remove_signal_handler(SIGKILL));
}

TEST_P(LoopSignals, AreForTheMainThreadOnly) {
  std::string thrown;
  std::thread([&] { thrown = thrown_by([&] { loop().add_signal_handler(SIGUSR1, [] {}); }); }).join();
  EXPECT_EQ("RuntimeError", thrown);
  EXPECT_EQ(SIG_DFL, disposition(SIGUSR1));
}

TEST_P(LoopSignals, RemoveRestoresTheDefaultAndSaysWhetherThereWasOne) {
  EXPECT_FALSE(loop().remove_signal_handler(SIGUSR1));
  loop().add_signal_handler(SIGUSR1, [] {});
  EXPECT_NE(SIG_DFL, disposition(SIGUSR1));
  EXPECT_TRUE(loop().remove_signal_handler(SIGUSR1));
  EXPECT_EQ(SIG_DFL, disposition(SIGUSR1));
  EXPECT_FALSE(loop().remove_signal_handler(SIGUSR1));
}

TEST_P(LoopSignals, SecondHandlerReplacesTheFirst) {
  std::string order;
  loop().add_signal_handler(SIGUSR1, [&] { order += "1"; });
  loop().add_signal_handler(SIGUSR1, [&] { order += "2"; });
  ::raise(SIGUSR1);
  run_turns(loop(), 3);
  EXPECT_EQ("2", order);
}

TEST_P(LoopSignals, SystemCallsElsewhereAreRestarted) {
  loop().add_signal_handler(SIGUSR1, [] {});
  struct sigaction action {};
  ASSERT_EQ(0, ::sigaction(SIGUSR1, nullptr, &action));
  EXPECT_NE(0, action.sa_flags & SA_RESTART);
}

TEST_P(LoopSignals, CloseRemovesTheHandlers) {
  auto held = std::make_shared<int>(0);
  loop().add_signal_handler(SIGUSR1, [held] {});
  loop().add_signal_handler(SIGTERM, [held] {});
  loop().close();
  EXPECT_EQ(SIG_DFL, disposition(SIGUSR1));
  EXPECT_EQ(SIG_DFL, disposition(SIGTERM));
  EXPECT_EQ(1, held.use_count());
  EXPECT_EQ("RuntimeError", thrown_by([&] { loop().add_signal_handler(SIGUSR1, [] {}); }));
}

TEST_P(LoopSignals, SignalPendingAtCloseIsDropped) {
  loop().add_signal_handler(SIGUSR1, [] { FAIL() << "called after close"; });
  ::raise(SIGUSR1);
  loop().close();
}

TEST_P(LoopSignals, HandlerThatThrowsIsReported) {
  int reported = 0;
  loop().set_exception_handler([&](EventLoop&, const ExceptionContext&) { ++reported; });
  loop().add_signal_handler(SIGUSR1, [] { throw ValueError("no"); });
  ::raise(SIGUSR1);
  run_turns(loop(), 3);
  EXPECT_EQ(1, reported);
}

TEST_P(LoopSignals, BelongToTheLoopThatAskedLast) {
  const std::unique_ptr<EventLoop> other = make_loop();
  int first = 0;
  int second = 0;
  loop().add_signal_handler(SIGUSR1, [&] { ++first; });
  loop().add_signal_handler(SIGUSR2, [&] { ++first; });
  other->add_signal_handler(SIGUSR1, [&] { ++second; });
  ::raise(SIGUSR1);
  ::raise(SIGUSR2);
  run_turns(loop(), 3);
  run_turns(*other, 3);
  EXPECT_EQ(1, first);  // SIGUSR2 is still its own
  EXPECT_EQ(1, second);
  loop().close();  // must not take SIGUSR1 away from the other
  ::raise(SIGUSR1);
  run_turns(*other, 3);
  EXPECT_EQ(2, second);
}

TEST_P(LoopSignals, ChildSignalIsLeftAlone) {
  run_turns(loop(), 2);
  EXPECT_EQ(SIG_DFL, disposition(SIGCHLD));
}

}  // namespace
}  // namespace asyncio::testing
