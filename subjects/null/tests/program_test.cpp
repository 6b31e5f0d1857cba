// The program, seen from the harness's side of the pipes.
#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "child_process.hpp"
#include "loopcheck/protocol/messages.hpp"

namespace null_subject {
namespace {

namespace protocol = loopcheck::protocol;
using loopcheck::testing::ChildProcess;
using loopcheck::testing::exited;
using Words = std::vector<std::string>;

Words command(Words arguments) {
  arguments.insert(arguments.begin(), LOOPCHECK_NULL_SUBJECT);
  return arguments;
}

protocol::SubjectMessage next(ChildProcess& subject) {
  return protocol::parse_subject_message(subject.read_line().value_or(""));
}

TEST(NullSubject, ServesUntilItIsToldToShutDown) {
  ChildProcess subject(command({"--behaviour", "refuse", "--platform", "windows"}));
  subject.write(protocol::serialize(protocol::Request{1, protocol::InitializeRequest{}}));
  const auto introduction =
      std::get<protocol::Response>(next(subject)).result.get<protocol::InitializeResult>();
  EXPECT_EQ(introduction.subject.name, "null-refuse");
  for (const auto& environment : introduction.environments) EXPECT_EQ(environment.platform, "windows");
  ASSERT_FALSE(introduction.environments.empty());

  protocol::RunRequest run{"a-case", introduction.environments.front().id, "nonce", "/tmp", {}};
  run.steps = nlohmann::json::array({{{"id", "alive"}, {"do", "control"}}});
  subject.write(protocol::serialize(protocol::Request{2, run}));
  EXPECT_EQ(std::get<protocol::StepNotification>(next(subject)).step, "alive");
  const auto transcript = std::get<protocol::Response>(next(subject)).result.get<protocol::Transcript>();
  ASSERT_EQ(transcript.steps.size(), 1U);
  EXPECT_EQ(transcript.steps.front().outcome, protocol::Outcome::raised);

  subject.write(protocol::serialize(protocol::Request{3, protocol::ShutdownRequest{}}));
  EXPECT_EQ(std::get<protocol::Response>(next(subject)).result, nullptr);
  EXPECT_EQ(subject.wait(), exited(0));
}

TEST(NullSubject, EndsWithItsInput) {
  ChildProcess subject(command({"--behaviour", "empty"}));
  subject.close_input();
  EXPECT_EQ(subject.wait(), exited(0));
}

TEST(NullSubject, RefusesWrongUsage) {
  for (const Words& arguments :
       {Words{}, Words{"--behaviour", "work"}, Words{"--behaviour", "echo", "--seed", "x"},
        Words{"--behaviour", "echo", "--platform", "plan9"}}) {
    ChildProcess subject(command(arguments));
    subject.close_input();
    EXPECT_FALSE(subject.read_error().empty());
    EXPECT_EQ(subject.wait(), exited(2));
  }
}

TEST(NullSubject, HelpsWithItsBehaviours) {
  ChildProcess subject(command({"--help"}));
  const std::string help = subject.read_output();
  for (const char* part :
       {"accept", "refuse", "echo", "random", "empty", "--seed", "--platform", "loopcheck run"}) {
    EXPECT_NE(help.find(part), std::string::npos) << part;
  }
  EXPECT_EQ(subject.wait(), exited(0));
}

}  // namespace
}  // namespace null_subject
