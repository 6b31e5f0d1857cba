#include "loopcheck/subject/child_process.hpp"

#include <gtest/gtest.h>

#include "block_on.hpp"
#include "played.hpp"

namespace loopcheck::subject {
namespace {

using namespace std::chrono_literals;

class Children : public testing::Test {
 protected:
  static Deadline in(std::chrono::nanoseconds time) { return std::chrono::steady_clock::now() + time; }

  ChildProcess play(std::vector<std::string> words) {
    return ChildProcess(context_, played(std::move(words)), 1024);
  }
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
  auto child = play({"answer", "got "});
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
  EXPECT_THROW(ChildProcess(context_, {LOOPCHECK_NO_PROGRAM}, 10), StartError);
}

TEST_F(Children, GetTheirArgumentsAsTheyAre) {
  for (const std::string argument : {"", "two words", R"(quo"te)", R"(end\)", R"(end \)", R"(\"mixed\\")",
                                     "gr\xC3\xBCn", "%PATH% $HOME *"}) {
    auto child = play({"line", argument});
    EXPECT_EQ(line(child), argument);
  }
}

TEST_F(Children, EndWithTheirExitStatusOrTheirCrash) {
  auto exits = play({"exit", "3"});
  EXPECT_TRUE(exit_of(exits));
  EXPECT_EQ(exits.how_it_ended(), "exit status 3");
  auto crashes = play({"crash"});
  EXPECT_TRUE(exit_of(crashes));
  EXPECT_EQ(crashes.how_it_ended(), crash_description);
}

TEST_F(Children, GiveWhatTheyWroteBeforeTheirEnd) {
  auto child = play({"line", "one", "line", "two", "print", "half", "exit", "1"});
  EXPECT_TRUE(exit_of(child));
  EXPECT_EQ(line(child), "one");
  EXPECT_EQ(line(child), "two");
  const auto end = read(child);
  ASSERT_TRUE(std::holds_alternative<Ended>(end));
  EXPECT_EQ(std::get<Ended>(end).unfinished, "half");
}

TEST_F(Children, AreNotWaitedForBeyondTheDeadline) {
  auto child = play({"read"});
  EXPECT_TRUE(std::holds_alternative<DeadlineReached>(read(child, 1ms)));
  EXPECT_FALSE(block_on(context_, child.wait_for_exit(in(1ms))));
  EXPECT_EQ(child.how_it_ended(), "still running");
}

TEST_F(Children, ThatDoNotReadTheirInputDoNotBlockAWriteForEver) {
  auto deaf = play({"read", "line", "deaf", "hang"});
  EXPECT_TRUE(block_on(context_, deaf.write("x\n", in(30s))));
  EXPECT_EQ(line(deaf), "deaf");
  EXPECT_FALSE(block_on(context_, deaf.write(std::string(1 << 20, 'x'), in(1ms))));
}

TEST_F(Children, ThatHaveEndedFailAWrite) {
  auto gone = play({"exit", "0"});
  EXPECT_TRUE(exit_of(gone));
  EXPECT_FALSE(block_on(context_, gone.write(std::string(1 << 20, 'x'), in(30s))));
}

TEST_F(Children, WithAnEndlessLineAreCutOff) {
  auto child = play({"flood"});
  EXPECT_TRUE(std::holds_alternative<LineTooLong>(read(child)));
}

TEST_F(Children, ThatFloodWithLinesAreReadNoFasterThanTheyAreConsumed) {
  auto child = play({"repeat", "y"});
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(line(child), "y");
}

TEST_F(Children, AreKilledWithEverythingThatTheyStarted) {
  unsigned long grandchild = 0;
  {
    auto child = play({"stubborn", "grandchild", "hang"});
    grandchild = std::stoul(line(child));
    ASSERT_NE(grandchild, 0U);
  }
  EXPECT_TRUE(goes_away(grandchild));
}

TEST_F(Children, ThatEndAreNoticedThoughAGrandchildHoldsTheirOutput) {
  auto child = play({"grandchild", "line", "last", "exit", "4"});
  const auto grandchild = std::stoul(line(child));
  EXPECT_EQ(line(child), "last");
  EXPECT_TRUE(std::holds_alternative<Ended>(read(child)));
  EXPECT_TRUE(exit_of(child));
  EXPECT_EQ(child.how_it_ended(), "exit status 4");
  child.kill();
  EXPECT_TRUE(goes_away(grandchild));
}

TEST_F(Children, KeepTheirStandardErrorInBounds) {
  auto child = play({"complain-much", "1000000", "line", "done"});
  EXPECT_EQ(line(child), "done");
  EXPECT_TRUE(exit_of(child));
  EXPECT_LT(child.standard_error().size(), 64U << 10);
  EXPECT_EQ(child.standard_error().substr(0, 6), "error\n");
}

TEST_F(Children, SeeTheEndOfTheirInputThoughASiblingLives) {
  auto first = play({"wait"});
  auto second = play({"line", "here", "hang"});
  EXPECT_EQ(line(second), "here");
  first.close_input();
  EXPECT_TRUE(exit_of(first));
}

}  // namespace
}  // namespace loopcheck::subject
