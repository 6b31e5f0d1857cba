// Ends by signals, and process groups.
#include <signal.h>

#include "subject.hpp"

namespace loopcheck::testing {
namespace {

TEST(ScriptedSubject, CrashesInAStep) {
  Subject subject(Subject::behaviour("crash-in-step"));
  subject.start();
  EXPECT_EQ(std::get<protocol::StepNotification>(subject.next()).step, "one");
  EXPECT_EQ(subject.wait(), killed_by(SIGSEGV));
}

TEST(ScriptedSubject, ThatHangsEndsByARequest) {
  Subject subject(Subject::behaviour("hang-in-step"));
  subject.start();
  subject.read_line();
  subject.send_signal(SIGTERM);
  EXPECT_EQ(subject.wait(), killed_by(SIGTERM));
}

TEST(ScriptedSubject, IsStubborn) {
  Subject subject(Subject::behaviour("stubborn"));
  subject.start();
  EXPECT_EQ(std::get<protocol::StepNotification>(subject.next()).step, "one");
  subject.send_signal(SIGTERM);
  subject.send_signal(SIGINT);
  EXPECT_TRUE(subject.running());
  subject.send_signal(SIGKILL);
  EXPECT_EQ(subject.wait(), killed_by(SIGKILL));
}

TEST(ScriptedSubject, LeavesAGrandchildThatHoldsItsOutput) {
  Subject subject(Subject::behaviour("grandchild"));
  subject.start();
  EXPECT_EQ(std::get<protocol::StepNotification>(subject.next()).step, "one");
  EXPECT_EQ(subject.wait(), exited(0));
  EXPECT_EQ(::kill(-subject.pid(), SIGKILL), 0) << "somebody is left in the process group";
  EXPECT_EQ(subject.read_output(), "");
}

}  // namespace
}  // namespace loopcheck::testing
