#include "loopcheck/subject/child_process.hpp"

#include <signal.h>

#include <gtest/gtest.h>

#include "block_on.hpp"

namespace loopcheck::subject {
namespace {

using namespace std::chrono_literals;

class Children : public testing::Test {
 protected:
  static Deadline in(std::chrono::nanoseconds time) { return std::chrono::steady_clock::now() + time; }

  ChildProcess shell(const char* script) { return ChildProcess(context_, {"sh", "-c", script}, 1024); }
  ReadResult read(ChildProcess& child, std::chrono::nanoseconds limit = 30s) {
    return block_on(context_, child.read_line(in(limit)));
  }
  std::string line(ChildProcess& child) {
    const auto result = read(child);
    return std::holds_alternative<Line>(result) ? std::get<Line>(result).text : "(no line)";
  }
  bool exit_of(ChildProcess& child) { return block_on(context_, child.wait_for_exit(in(30s))); }

  boost::asio::io_context context_;
};

TEST_F(Children, AnswerLineByLine) {
  auto child = shell("while read x; do echo got $x; done");
  EXPECT_TRUE(block_on(context_, child.write("a\nb\n", in(30s))));
  EXPECT_EQ(line(child), "got a");
  EXPECT_EQ(line(child), "got b");
  child.close_input();
  EXPECT_TRUE(exit_of(child));
  EXPECT_EQ(child.how_it_ended(), "exit status 0");
}

TEST_F(Children, ThatCannotBeStartedSaySo) {
  EXPECT_THROW(ChildProcess(context_, {"/no/such/program"}, 10), StartError);
  EXPECT_THROW(ChildProcess(context_, {"no-such-program-anywhere"}, 10), StartError);
  EXPECT_THROW(ChildProcess(context_, {}, 10), StartError);
}

TEST_F(Children, EndWithTheirExitStatusOrSignal) {
  auto exits = shell("exit 3");
  EXPECT_TRUE(exit_of(exits));
  EXPECT_EQ(exits.how_it_ended(), "exit status 3");
  auto signalled = shell("kill -SEGV $$");
  EXPECT_TRUE(exit_of(signalled));
  EXPECT_EQ(signalled.how_it_ended(), "signal 11 (SIGSEGV)");
}

TEST_F(Children, GiveWhatTheyWroteBeforeTheirEnd) {
  auto child = shell("echo one; echo two; printf half; exit 1");
  EXPECT_TRUE(exit_of(child));
  EXPECT_EQ(line(child), "one");
  EXPECT_EQ(line(child), "two");
  const auto end = read(child);
  ASSERT_TRUE(std::holds_alternative<Ended>(end));
  EXPECT_EQ(std::get<Ended>(end).unfinished, "half");
}

TEST_F(Children, AreNotWaitedForBeyondTheDeadline) {
  auto child = shell("read x");
  EXPECT_TRUE(std::holds_alternative<DeadlineReached>(read(child, 1ms)));
  EXPECT_FALSE(block_on(context_, child.wait_for_exit(in(1ms))));
  EXPECT_EQ(child.how_it_ended(), "still running");
}

TEST_F(Children, ThatDoNotReadTheirInputDoNotBlockAWriteForEver) {
  auto child = shell("exec <&-; echo closed; read x < /dev/zero");
  EXPECT_EQ(line(child), "closed");
  auto deaf = shell("read x; trap : TERM; echo deaf; kill -STOP $$");
  EXPECT_TRUE(block_on(context_, deaf.write("x\n", in(30s))));
  EXPECT_EQ(line(deaf), "deaf");
  EXPECT_FALSE(block_on(context_, deaf.write(std::string(1 << 20, 'x'), in(1ms))));
}

TEST_F(Children, WithAnEndlessLineAreCutOff) {
  auto child = shell("cat /dev/zero");
  EXPECT_TRUE(std::holds_alternative<LineTooLong>(read(child)));
}

TEST_F(Children, ThatFloodWithLinesAreReadNoFasterThanTheyAreConsumed) {
  auto child = shell("yes");
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(line(child), "y");
}

TEST_F(Children, AreKilledWithTheirWholeGroup) {
  ::pid_t grandchild = 0;
  {
    auto child = shell(
        "sh -c 'echo $$; trap \"\" TERM INT; read x < /dev/zero; kill -STOP $$' & trap '' TERM INT; wait");
    grandchild = static_cast<::pid_t>(std::stol(line(child)));
    ASSERT_EQ(::kill(grandchild, 0), 0);
  }
  // The init process reaps it in its own time; until then it is a zombie, which kill(0) still finds.
  std::string state = "none";
  do {
    std::unique_ptr<FILE, int (*)(FILE*)> status(
        std::fopen(("/proc/" + std::to_string(grandchild) + "/stat").c_str(), "re"),
        [](FILE* file) { return file != nullptr ? std::fclose(file) : 0; });
    char letter = 'X';
    if (status && std::fscanf(status.get(), "%*d (%*[^)]) %c", &letter) != 1) letter = 'X';
    state = letter;
  } while (state != "X" && state != "Z");
}

TEST_F(Children, ThatEndAreNoticedThoughAGrandchildHoldsTheirOutput) {
  auto child = shell("sh -c 'read x < /dev/zero; kill -STOP $$' & echo last; exit 4");
  EXPECT_EQ(line(child), "last");
  EXPECT_TRUE(std::holds_alternative<Ended>(read(child)));
  EXPECT_TRUE(exit_of(child));
  EXPECT_EQ(child.how_it_ended(), "exit status 4");
}

TEST_F(Children, KeepTheirStandardErrorInBounds) {
  auto child = shell("yes error | head -c 10000000 >&2; echo done");
  EXPECT_EQ(line(child), "done");
  EXPECT_TRUE(exit_of(child));
  EXPECT_LT(child.standard_error().size(), 64U << 10);
  EXPECT_EQ(child.standard_error().substr(0, 6), "error\n");
}

TEST_F(Children, DoNotInheritThePipesOfTheirSiblings) {
  auto first = shell("read x");
  auto second = shell("ls /proc/self/fd | wc -l");
  EXPECT_EQ(line(second), "4");  // 0, 1, 2 and the listing's own
}

TEST_F(Children, StartWithTheDefaultActionForBrokenPipes) {
  auto child = shell("grep SigIgn /proc/self/status");
  const auto ignored = std::stoull(line(child).substr(8), nullptr, 16);
  EXPECT_EQ(ignored & (1ULL << (SIGPIPE - 1)), 0U);
}

}  // namespace
}  // namespace loopcheck::subject
