// Ends that only Windows has.
#include "subject.hpp"

namespace loopcheck::testing {
namespace {

TEST(ScriptedSubject, CrashesInAStep) {
  Subject subject(Subject::behaviour("crash-in-step"));
  subject.start();
  EXPECT_EQ(std::get<protocol::StepNotification>(subject.next()).step, "one");
  EXPECT_EQ(subject.wait(), exited(static_cast<int>(0xC0000005)));  // access violation
}

TEST(ScriptedSubject, LeavesAGrandchildThatIsAnotherProcess) {
  Subject subject({"--play", "grandchild", "exit", "0"});
  const auto number = std::stoi(subject.read_line().value_or("0"));
  EXPECT_NE(number, 0);
  EXPECT_NE(number, subject.pid());
  EXPECT_EQ(subject.wait(), exited(0));
}

}  // namespace
}  // namespace loopcheck::testing
