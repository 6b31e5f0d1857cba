// Subprocesses that are many, are closed early, or outlive what they should not.
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "transports_subprocess_fixture.hpp"
#include "unix/child_watcher.hpp"
#include "unix/descriptor.hpp"
#include "unix/selector_event_loop.hpp"
#include "unix/spawn.hpp"

namespace asyncio::testing {
namespace {

using Events = std::vector<std::string>;

class ChildrenTest : public SubprocessTest {};

TEST_P(ChildrenTest, CloseKillsARunningChildAndClosesItsPipes) {
  const auto child = exec({"/bin/cat"});
  const ProcessId pid = child->transport->get_pid();
  EXPECT_FALSE(child->transport->is_closing());
  child->transport->close();
  child->transport->close();
  EXPECT_TRUE(child->transport->is_closing());
  run_until([&] { return child->lost; });
  EXPECT_EQ(-SIGKILL, child->code());
  EXPECT_EQ(1U, child->log.count("exited"));
  EXPECT_EQ("lost:none", child->log.events.back());
  EXPECT_EQ(-1, ::kill(pid, 0));
}

TEST_P(ChildrenTest, CloseAfterTheExitEndsAPipeThatAGrandchildHolds) {
  // The grandchild keeps standard output open until its own input, a pipe of the test, ends.
  net::DescriptorPair pipe = unix_os::make_pipe();
  SubprocessOptions options;
  options.standard_input = pipe.first.get();
  const auto child = shell("exec 3<&0; cat <&3 & exit 0", options);
  run_until([&] { return child->exited; });
  run_turns(3);
  EXPECT_FALSE(child->lost);
  child->transport->close();
  run_until([&] { return child->lost; });
  EXPECT_EQ(0, child->code());
}

TEST_P(ChildrenTest, TransportMayBeClosedFromItsCallbacks) {
  for (const bool at_start : {true, false}) {
    auto child = std::make_shared<ChildProtocol>(*loop_);
    (at_start ? child->on_made : child->on_exit) = [end = child.get()] { end->transport->close(); };
    wait(loop_->subprocess_shell([child] { return child; }, at_start ? "cat" : "exit 2", {}));
    run_until([&] { return child->lost; });
    EXPECT_EQ(at_start ? -SIGKILL : 2, child->code());
    EXPECT_EQ(1U, child->log.count("exited"));
  }
  EXPECT_TRUE(errors.empty());
}

TEST_P(ChildrenTest, ExceptionsOfAProtocolGoToTheHandler) {
  auto child = std::make_shared<ChildProtocol>(*loop_);
  child->on_made = [] { throw std::runtime_error("broken start"); };
  child->on_exit = [] { throw std::runtime_error("broken end"); };
  wait(loop_->subprocess_shell([child] { return child; }, "exit 0", {}));
  run_until([&] { return child->lost; });
  ASSERT_EQ(2U, errors.size());
  EXPECT_NE(std::string::npos, errors[0].find("broken start"));
  EXPECT_NE(std::string::npos, errors[1].find("broken end"));
}

TEST_P(ChildrenTest, CancelledStartLeavesNoChildAndNoDescriptor) {
  const auto before = open_descriptors();
  auto child = std::make_shared<ChildProtocol>(*loop_);
  auto starting = loop_->subprocess_exec([child] { return child; }, {"/bin/cat"}, {});
  starting.cancel();
  EXPECT_EQ("CancelledError", failure(starting));
  EXPECT_FALSE(has_children());
  run_turns(5);
  EXPECT_EQ(before, open_descriptors());
}

TEST_P(ChildrenTest, TwoHundredAtOnceEndEachWithItsOwnCode) {
  constexpr std::size_t count = 200;
  std::vector<std::shared_ptr<ChildProtocol>> children;
  std::vector<Future<std::shared_ptr<SubprocessTransport>>> starting;
  SubprocessOptions options;
  options.standard_error = StdioDevNull{};
  for (std::size_t i = 0; i < count; ++i) {
    children.push_back(std::make_shared<ChildProtocol>(*loop_));
    starting.push_back(loop_->subprocess_exec(
        [child = children.back()] { return child; },
        {"/bin/sh", "-c", "read line; echo $line; exit " + std::to_string(i % 100)}, options));
  }
  for (const auto& future : starting) wait(future);
  for (std::size_t i = 0; i < count; ++i)
    children[i]->input()->write(as_bytes("line " + std::to_string(i) + "\n"));
  for (std::size_t i = 0; i < count; ++i) {
    EXPECT_EQ("line " + std::to_string(i) + "\n", finish(*children[i]));
    EXPECT_EQ(static_cast<long long>(i % 100), children[i]->code());
    EXPECT_EQ(1U, children[i]->log.count("exited"));
  }
  EXPECT_FALSE(has_children());
}

TEST_P(ChildrenTest, SeveralLoopsInSeveralThreads) {
  constexpr int threads = 4;
  constexpr int each = 10;
  std::array<int, threads> finished{};
  {
    std::vector<std::jthread> running;
    for (int t = 0; t < threads; ++t) {
      running.emplace_back([&finished, t] {
        const auto loop = make_loop();
        for (int i = 0; i < each; ++i) {
          const auto child = std::make_shared<ChildProtocol>(*loop);
          const std::string word = std::to_string(t * 100 + i);
          const auto starting = loop->subprocess_exec([child] { return child; }, {"/bin/echo", word}, {});
          while (!child->lost) loop->run_forever();
          if (child->output[1] == word + "\n" && child->transport->get_returncode() == 0)
            ++finished[static_cast<std::size_t>(t)];
        }
      });
    }
  }
  for (const int count : finished) EXPECT_EQ(each, count);
}

TEST_P(ChildrenTest, LoopClosedWithRunningChildrenLeavesNone) {
  const auto running = exec({"/bin/cat"});
  const auto stubborn = shell("trap '' TERM HUP INT; while read x; do :; done; cat <&1");
  const auto ended = shell("exit 0");
  const ProcessId pid = running->transport->get_pid();
  loop_->close();
  EXPECT_FALSE(has_children());
  EXPECT_EQ(-1, ::kill(pid, 0));
  EXPECT_FALSE(running->lost);
  EXPECT_TRUE(running->transport->is_closing());
  running->transport->close();
  EXPECT_THROW(running->transport->kill(), OSError);
}

TEST_P(ChildrenTest, SigchldIsNotTouched) {
  struct sigaction before {};
  ::sigaction(SIGCHLD, nullptr, &before);
  finish(*shell("exit 0"));
  struct sigaction after {};
  ::sigaction(SIGCHLD, nullptr, &after);
  EXPECT_EQ(before.sa_handler, after.sa_handler);
}

TEST_P(ChildrenTest, StatusTakenBySomebodyElseIsReportedAs255) {
  const auto child = exec({"/bin/cat"});
  const ProcessId pid = child->transport->get_pid();
  child->transport->kill();
  int status = 0;
  ASSERT_EQ(pid, ::waitpid(pid, &status, 0));
  run_until([&] { return child->lost; });
  EXPECT_EQ(255, child->code());
}

TEST_P(ChildrenTest, ChildrenOfOthersAreLeftAlone) {
  const ProcessId other = unix_os::spawn({{"/bin/sh", "-c", "exit 9"}, {}, {}, false, {-1, -1, -1}});
  finish(*shell("exit 0"));
  int status = 0;
  ASSERT_EQ(other, ::waitpid(other, &status, 0));
  EXPECT_EQ(9, WEXITSTATUS(status));
}

TEST_P(ChildrenTest, WatchingByAThreadWorksAsWell) {
  auto& loop = dynamic_cast<UnixSelectorEventLoop&>(*loop_);
  const ProcessId pid = unix_os::spawn({{"/bin/sh", "-c", "exit 4"}, {}, {}, false, {-1, -1, -1}});
  bool ended = false;
  const auto watch = unix_os::watch_child_by_thread(loop, pid, [&] {
    ended = true;
    loop.stop();
  });
  run_until([&] { return ended; });
  EXPECT_EQ(4, unix_os::reap_child(pid));
}

TEST_P(ChildrenTest, WatchingByAThreadMayEndBeforeTheLoopIsTold) {
  auto& loop = dynamic_cast<UnixSelectorEventLoop&>(*loop_);
  bool ended = false;
  const ProcessId pid =
      unix_os::spawn({{"/bin/cat"}, {}, {}, false, {unix_os::make_pipe().first.get(), -1, -1}});
  {
    const auto watch = unix_os::watch_child_by_thread(loop, pid, [&] { ended = true; });
    unix_os::kill_and_reap(pid);
  }
  run_turns(3);
  EXPECT_FALSE(ended);
}

// select() cannot take a descriptor of 1024 or above, such as the one that stands for the child.
TEST_P(ChildrenTest, ChildIsWatchedAlsoWhereItsDescriptorCannotBe) {
  rlimit before{};
  ASSERT_EQ(0, ::getrlimit(RLIMIT_NOFILE, &before));
  rlimit more = before;
  more.rlim_cur = std::min<rlim_t>(before.rlim_max, 2048);
  if (more.rlim_cur < 1200 || ::setrlimit(RLIMIT_NOFILE, &more) != 0)
    GTEST_SKIP() << "too few descriptors here";
  std::vector<net::OwnedDescriptor> filling;
  do {
    filling.push_back(unix_os::duplicate(STDIN_FILENO));
  } while (filling.back().get() < 1030);
  SubprocessOptions options;
  options.standard_input = options.standard_output = options.standard_error = StdioDevNull{};
  const auto child = shell("exit 6", options);
  finish(*child);
  EXPECT_EQ(6, child->code());
  filling.clear();
  ::setrlimit(RLIMIT_NOFILE, &before);
}

TEST_P(ChildrenTest, WatchThatIsLetGoLeavesNothingWatched) {
  const Pipe input;
  const ProcessId pid = unix_os::spawn(
      {{"/bin/cat"}, {}, {}, false, {input.read.get(), invalid_descriptor, invalid_descriptor}});
  const FileDescriptor next = unix_os::duplicate(STDIN_FILENO).get();  // free again, and taken by the watch
  auto watch = unix_os::watch_child(dynamic_cast<UnixSelectorEventLoop&>(*loop_), pid, [] {});
  if (!is_open(next)) {
    unix_os::kill_and_reap(pid);
    ASSERT_EQ(SelectorKind::poll, *GetParam().selector);
    GTEST_SKIP() << "poll() cannot watch a child here, so a thread waits for it";
  }
  watch.reset();
  EXPECT_FALSE(is_open(next));
  EXPECT_FALSE(loop_->remove_reader(next));
  unix_os::kill_and_reap(pid);
}

TEST_P(ChildrenTest, WatchTellsOfTheEndOnceAlsoWhereItIsKept) {
  const ProcessId pid = unix_os::spawn({{"/bin/sh", "-c", "exit 0"}, {}, {}, false, {-1, -1, -1}});
  int told = 0;
  const auto watch = unix_os::watch_child(dynamic_cast<UnixSelectorEventLoop&>(*loop_), pid, [&] {
    ++told;
    loop_->stop();
  });
  run_until([&] { return told > 0; });
  run_turns(3);
  EXPECT_EQ(1, told);
  EXPECT_EQ(0, unix_os::reap_child(pid));
}

FOR_EACH_SELECTOR(ChildrenTest);

}  // namespace
}  // namespace asyncio::testing
