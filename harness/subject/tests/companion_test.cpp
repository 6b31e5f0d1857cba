#include "loopcheck/subject/companion.hpp"

#include <gtest/gtest.h>

#include "block_on.hpp"
#include "played.hpp"

namespace loopcheck::subject {
namespace {

using namespace std::chrono_literals;

class Companions : public testing::Test {
 protected:
  static Deadline in(std::chrono::nanoseconds time) { return std::chrono::steady_clock::now() + time; }
  std::string ready(Companion& companion, std::chrono::nanoseconds limit = 30s) {
    return block_on(context_, companion.ready(in(limit)));
  }

  boost::asio::io_context context_;
};

TEST_F(Companions, AreReadyWhenTheySaySoAndEndWhenTheyAreDismissed) {
  Companion companion(context_, played({"line", "not yet", "line", "ready", "wait"}));
  EXPECT_EQ(ready(companion), "");
  companion.dismiss();
  EXPECT_TRUE(block_on(context_, companion.gone(in(30s))));
}

TEST_F(Companions, ThatEndAtOnceSayWhy) {
  Companion companion(context_, played({"complain", "there is no Wine", "exit", "3"}));
  const auto problem = ready(companion);
  EXPECT_NE(problem.find("exit status 3"), std::string::npos) << problem;
  EXPECT_NE(problem.find("there is no Wine"), std::string::npos) << problem;
}

TEST_F(Companions, AreNotWaitedForBeyondTheDeadline) {
  Companion companion(context_, played({"wait"}));
  EXPECT_NE(ready(companion, 1ms).find("in time"), std::string::npos);
}

TEST_F(Companions, ThatAreDismissedBeforeTheyAreReadyGiveUp) {
  Companion companion(context_, played({"wait"}));
  companion.dismiss();
  EXPECT_NE(ready(companion), "");
}

TEST_F(Companions, ThatDoNotGoAreKilled) {
  Companion companion(context_, played({"line", "ready", "hang"}));
  EXPECT_EQ(ready(companion), "");
  companion.dismiss();
  EXPECT_FALSE(block_on(context_, companion.gone(in(1ms))));
}

TEST_F(Companions, ThatAreNoProgramCannotBeStarted) {
  EXPECT_THROW(Companion(context_, {"/no/such/program"}), StartError);
}

}  // namespace
}  // namespace loopcheck::subject
