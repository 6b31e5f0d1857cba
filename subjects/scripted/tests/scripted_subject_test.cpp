// Every behaviour does what its name says, seen from the harness's side of the pipes.
#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "subject.hpp"

namespace loopcheck::testing {
namespace {

void expect_proper_answer(Subject& subject, std::int64_t id) {
  subject.skip_steps();
  const auto response = std::get<protocol::Response>(subject.next());
  EXPECT_EQ(response.id, id);
  EXPECT_EQ(response.result.get<protocol::Transcript>().steps.size(), 2U);
}

TEST(ScriptedSubject, PassThroughAnswersEveryStepAndShutsDown) {
  Subject subject(Subject::behaviour("pass-through"));
  subject.initialize();
  const auto introduction =
      std::get<protocol::Response>(subject.next()).result.get<protocol::InitializeResult>();
  EXPECT_EQ(introduction.environments.front().id, "linux-selector-epoll");
  subject.run(2);
  expect_proper_answer(subject, 2);
  subject.send({3, protocol::ShutdownRequest{}});
  EXPECT_EQ(std::get<protocol::Response>(subject.next()).result, nullptr);
  EXPECT_EQ(subject.wait(), exited(0));
}

TEST(ScriptedSubject, EndsWithItsInput) {
  Subject subject(Subject::behaviour("pass-through"));
  subject.close_input();
  EXPECT_EQ(subject.wait(), exited(0));
}

TEST(ScriptedSubject, OnlyTheFirstRunIsSpoiled) {
  Subject subject(Subject::behaviour("error-answer"));
  subject.start();
  subject.skip_steps();
  EXPECT_EQ(std::get<protocol::ErrorResponse>(subject.next()).code, -32603);
  subject.run(3);
  expect_proper_answer(subject, 3);
}

TEST(ScriptedSubject, TheCasesThatAreNamedAreSpoiled) {
  Subject subject({"--behaviour", "error-answer", "--on", "pipe"});
  subject.initialize();
  subject.read_line();
  subject.run(2, "a-socket");
  expect_proper_answer(subject, 2);
  for (const std::int64_t id : {3, 4}) {
    subject.run(id, "the-pipe-case");
    subject.skip_steps();
    EXPECT_TRUE(std::holds_alternative<protocol::ErrorResponse>(subject.next()));
  }
}

TEST(ScriptedSubject, ExitsAtOnce) {
  Subject subject(Subject::behaviour("exit-at-once"));
  EXPECT_EQ(subject.wait(), exited(3));
}

TEST(ScriptedSubject, ExitsInAStep) {
  Subject subject(Subject::behaviour("exit-in-step"));
  subject.start();
  EXPECT_EQ(std::get<protocol::StepNotification>(subject.next()).step, "one");
  EXPECT_EQ(subject.wait(), exited(3));
}

TEST(ScriptedSubject, HangsAndStaysEvenWithoutInput) {
  for (const char* name : {"hang-in-step", "half-line-hang"}) {
    Subject subject(Subject::behaviour(name));
    subject.start();
    subject.read_line();
    subject.close_input();
    EXPECT_TRUE(subject.running()) << name;
    subject.kill();
    EXPECT_EQ(subject.wait(), ChildProcess::killed()) << name;
  }
}

TEST(ScriptedSubject, NeverAnswersInitialize) {
  Subject subject(Subject::behaviour("hang-in-initialize"));
  subject.initialize();
  subject.close_input();
  EXPECT_TRUE(subject.running());
}

TEST(ScriptedSubject, WritesLinesThatAreNoMessages) {
  for (const char* name : {"garbage", "deep-nesting", "too-long-line", "lone-surrogate"}) {
    Subject subject(Subject::behaviour(name));
    subject.start();
    subject.skip_steps();
    const std::string line = subject.read_line().value_or("");
    EXPECT_FALSE(line.empty()) << name;
    EXPECT_THROW(protocol::parse_subject_message(line), protocol::MalformedMessage) << name;
  }
}

TEST(ScriptedSubject, AnswersAnUnknownRequest) {
  Subject subject(Subject::behaviour("unknown-id"));
  subject.start();
  subject.skip_steps();
  EXPECT_NE(std::get<protocol::Response>(subject.next()).id, 2);
}

TEST(ScriptedSubject, LeavesALineUnfinished) {
  Subject subject(Subject::behaviour("half-line"));
  subject.start();
  subject.skip_steps();
  const std::string rest = subject.read_output();
  EXPECT_FALSE(rest.empty());
  EXPECT_EQ(rest.find('\n'), std::string::npos);
  EXPECT_EQ(subject.wait(), exited(0));
}

TEST(ScriptedSubject, FloodsItsOutputWithoutALineEnd) {
  Subject subject(Subject::behaviour("flood-stdout"));
  subject.start();
  subject.read_line();
  constexpr std::size_t much = std::size_t{20} << 20;
  EXPECT_EQ(subject.read_output(much).find('\n'), std::string::npos);
  EXPECT_TRUE(subject.running());
}

TEST(ScriptedSubject, FloodsItsErrorThenAnswers) {
  Subject subject(Subject::behaviour("flood-stderr"));
  subject.start();
  constexpr std::size_t flood = std::size_t{64} << 20;
  EXPECT_GE(subject.read_error(flood).size(), flood);
  expect_proper_answer(subject, 2);
}

TEST(ScriptedSubject, ClosesItsOutputAndLivesOn) {
  Subject subject(Subject::behaviour("close-stdout"));
  subject.start();
  subject.read_line();
  EXPECT_EQ(subject.read_output(), "");
  EXPECT_TRUE(subject.running());
  subject.close_input();
  EXPECT_EQ(subject.wait(), exited(0));
}

TEST(ScriptedSubject, AnswersWithWrongTranscripts) {
  Subject wrong_types(Subject::behaviour("wrong-types"));
  wrong_types.start();
  wrong_types.skip_steps();
  EXPECT_THROW(std::get<protocol::Response>(wrong_types.next()).result.get<protocol::Transcript>(),
               protocol::MalformedMessage);
  Subject missing_step(Subject::behaviour("missing-step"));
  missing_step.start();
  missing_step.skip_steps();
  EXPECT_EQ(std::get<protocol::Response>(missing_step.next()).result.get<protocol::Transcript>().steps.size(),
            1U);
}

TEST(ScriptedSubject, DripsItsAnswer) {
  Subject subject(Subject::behaviour("drip"));
  subject.start();
  subject.skip_steps();
  EXPECT_EQ(subject.read_output(1).size(), 1U);
  EXPECT_EQ(subject.read_output(1).size(), 1U);
  EXPECT_TRUE(subject.running());
}

TEST(ScriptedSubject, OffersWrongEnvironments) {
  for (const char* name : {"no-environments", "duplicate-environments"}) {
    Subject subject(Subject::behaviour(name));
    subject.initialize();
    const auto response = std::get<protocol::Response>(subject.next());
    EXPECT_THROW(response.result.get<protocol::InitializeResult>(), protocol::MalformedMessage) << name;
  }
  Subject subject(Subject::behaviour("bad-version"));
  subject.initialize();
  EXPECT_EQ(std::get<protocol::Response>(subject.next()).result.at("protocol"), 99);
}

TEST(ScriptedSubject, FillsTextsWithHostileContent) {
  Subject subject(Subject::behaviour("hostile-text"));
  subject.initialize();
  const auto introduction =
      std::get<protocol::Response>(subject.next()).result.get<protocol::InitializeResult>();
  for (const char* part : {"<script>", "\x1b[31m", "\u202E"}) {
    EXPECT_NE(introduction.subject.name.find(part), std::string::npos);
  }
  EXPECT_NE(introduction.subject.name.find('\0'), std::string::npos);
  subject.run(2);
  subject.skip_steps();
  const auto transcript = std::get<protocol::Response>(subject.next()).result.get<protocol::Transcript>();
  EXPECT_NE(transcript.steps.front().exception->message.find("<script>"), std::string::npos);
  EXPECT_NE(subject.read_error(1).find("<script>"), std::string::npos);
}

TEST(ScriptedSubject, AnswersTwice) {
  Subject subject(Subject::behaviour("duplicate-answer"));
  subject.start();
  subject.skip_steps();
  EXPECT_EQ(std::get<protocol::Response>(subject.next()).id, 2);
  EXPECT_EQ(std::get<protocol::Response>(subject.next()).id, 2);
}

TEST(ScriptedSubject, HelpListsEveryBehaviour) {
  Subject subject({"--help"});
  const std::string help = subject.read_output();
  for (const char* name : {"pass-through", "stubborn", "drip", "hostile-text", "duplicate-answer", "--on",
                           "--play", "complain"}) {
    EXPECT_NE(help.find(name), std::string::npos) << name;
  }
  EXPECT_EQ(subject.wait(), exited(0));
}

TEST(ScriptedSubject, PlaysWordsWithoutAProtocol) {
  Subject subject({"--play", "line", "one", "answer", "got ", "complain", "oh", "exit", "5"});
  EXPECT_EQ(subject.read_line(), "one");
  subject.write("x\n");
  EXPECT_EQ(subject.read_line(), "got x");
  subject.close_input();
  EXPECT_EQ(subject.read_error(), "oh");
  EXPECT_EQ(subject.wait(), exited(5));
}

TEST(ScriptedSubject, RefusesWrongUsage) {
  const std::vector<std::vector<std::string>> wrong{{},
                                                    {"--behaviour"},
                                                    {"--behaviour", "nice"},
                                                    {"--on", "x"},
                                                    {"--no-such-option", "x"},
                                                    {"--play", "music"},
                                                    {"--play", "print"}};
  for (const auto& arguments : wrong) {
    Subject subject(arguments);
    EXPECT_EQ(subject.wait(), exited(2));
    EXPECT_NE(subject.read_error().find("scripted-subject: "), std::string::npos);
  }
}

}  // namespace
}  // namespace loopcheck::testing
