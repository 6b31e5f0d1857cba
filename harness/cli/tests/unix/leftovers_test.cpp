// However a run ends, nothing of it is left: the processes are looked for by a mark in their environment.
#include <csignal>

#include <gtest/gtest.h>

#include "loopcheck_program.hpp"
#include "running.hpp"

namespace loopcheck::cli {
namespace {

using Words = std::vector<std::string>;

class Leftovers : public testing::TestWithParam<const char*> {};

TEST_P(Leftovers, OfASubjectThatMisbehavesAreNone) {
  const Workplace work;
  (void)work.run({"--subject-command", scripted(GetParam()), "--case", "alive", "--timeout", "0.3",
                  "--start-timeout", "5"});
  EXPECT_EQ(work.left_behind(), Words{});
}

INSTANTIATE_TEST_SUITE_P(Each, Leftovers,
                         testing::Values("pass-through", "exit-in-step", "crash-in-step", "hang-in-step",
                                         "stubborn", "flood-stdout", "flood-stderr", "grandchild",
                                         "grandchild-hang", "hang-in-initialize", "exit-at-once",
                                         "close-stdout"),
                         [](const auto& info) {
                           std::string name = info.param;
                           for (char& c : name) c = c == '-' ? '_' : c;
                           return name;
                         });

// A run whose subject has left a process and hangs.
Running hanging_run(const Workplace& work) {
  return Running(
      {LOOPCHECK_BIN "/loopcheck", "run", "--cases", work.cases().string(), "--output",
       work.report().string(), "--subject-command", scripted("grandchild-hang"), "--case", "alive"},
      {{"LOOPCHECK_TEST_MARK", work.mark().substr(work.mark().find('=') + 1)}});
}

TEST(LeftoversOfARun, ThatIsInterruptedAreNone) {
  const Workplace work;
  auto run = hanging_run(work);
  ASSERT_TRUE(run.says("checking"));
  run.send(SIGINT);
  EXPECT_EQ(run.status(), 130);
  EXPECT_EQ(work.left_behind(), Words{});
}

TEST(LeftoversOfARun, ThatIsKilledAreNone) {
  const Workplace work;
  auto run = hanging_run(work);
  ASSERT_TRUE(run.says("checking"));
  run.send(SIGKILL);
  EXPECT_EQ(run.status(), 128 + SIGKILL);
  EXPECT_EQ(work.left_behind(), Words{});
}

}  // namespace
}  // namespace loopcheck::cli
