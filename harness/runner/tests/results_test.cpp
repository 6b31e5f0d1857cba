#include "loopcheck/runner/results.hpp"

#include <gtest/gtest.h>

#include "quoted.hpp"

namespace loopcheck::runner {
namespace {

TEST(RerunCommands, NameTheSubjectAsTheUserDid) {
  const SubjectSpec spec{"cpython", {"python3", "x.py"}, {"--subject", "cpython"}};
  EXPECT_EQ(rerun_command(spec, "linux-selector-epoll", "case"),
            "loopcheck run --subject cpython --environment linux-selector-epoll --case case");
  const SubjectSpec command{"mine", {"x"}, {"--subject-command", "it's mine"}};
  EXPECT_EQ(rerun_command(command, "e", "case[a=1]"), "loopcheck run --subject-command " +
                                                          quoted("it's mine") + " --environment e --case " +
                                                          quoted("case[a=1]"));
}

TEST(Outcomes, AreTheSameInTheWordsOfTheEvaluation) {
  EXPECT_TRUE(std::holds_alternative<protocol::Transcript>(outcome_of(protocol::Transcript{})));
  const auto crash = outcome_of(subject::Crash{"signal 11 (SIGSEGV)", "watch"});
  EXPECT_EQ(std::get<evaluation::Crashed>(crash).step, "watch");
  EXPECT_EQ(std::get<evaluation::TimedOut>(outcome_of(subject::Timeout{"turns"})).step, "turns");
  EXPECT_EQ(std::get<evaluation::ProtocolViolation>(outcome_of(subject::Violation{"oh"})).text, "oh");
}

}  // namespace
}  // namespace loopcheck::runner
