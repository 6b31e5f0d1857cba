// The session against a program that answers well or badly.
#include "loopcheck/subject/session.hpp"

#include <gtest/gtest.h>

#include "block_on.hpp"
#include "played.hpp"

namespace loopcheck::subject {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr const char* environments =
    R"([{"id":"e","platform":"linux","loop":"selector","selector":"epoll","documented":"3.11","provenance":"native"}])";

class Sessions : public testing::Test {
 protected:
  // Reads the request, prints `answer` with %s, ends when its input does.
  Session play(std::vector<std::string> words) { return Session(context_, played(std::move(words))); }
  Session answering(const std::string& answer) { return play({"read", "print", answer, "wait"}); }
  InitializeReply initialize(Session& session, std::chrono::nanoseconds limit = 30s) {
    return block_on(context_, session.initialize({}, limit));
  }
  RunReply run(Session& session, std::chrono::nanoseconds limit = 30s) {
    return block_on(context_, session.run({"case", "e", "nonce", "/tmp", json::array()}, limit));
  }

  boost::asio::io_context context_;
};

TEST_F(Sessions, LearnWhoTheSubjectIs) {
  auto session =
      answering(std::string(R"({"jsonrpc":"2.0","id":1,"result":{"protocol":1,"subject":{"name":"x"},)") +
                R"("environments":)" + environments + "}}\n");
  const auto reply = initialize(session);
  ASSERT_TRUE(std::holds_alternative<protocol::InitializeResult>(reply));
  EXPECT_EQ(std::get<protocol::InitializeResult>(reply).subject.name, "x");
  EXPECT_TRUE(session.usable());
}

TEST_F(Sessions, RefuseAVersionThatWasNotOffered) {
  auto session =
      answering(std::string(R"({"jsonrpc":"2.0","id":1,"result":{"protocol":9,"subject":{"name":"x"},)") +
                R"("environments":)" + environments + "}}\n");
  EXPECT_TRUE(std::holds_alternative<Violation>(initialize(session)));
  EXPECT_FALSE(session.usable());
}

TEST_F(Sessions, GiveTheTranscript) {
  auto session = answering(
      "{\"jsonrpc\":\"2.0\",\"method\":\"step\",\"params\":{\"request\":1,\"step\":\"a\"}}\n"
      "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"steps\":[],\"events\":[{\"event\":\"cb\"}]}}\n");
  const auto reply = run(session);
  ASSERT_TRUE(std::holds_alternative<protocol::Transcript>(reply));
  EXPECT_EQ(std::get<protocol::Transcript>(reply).events.front().name, "cb");
}

struct BadAnswer {
  const char* what;
  std::string answer;
  const char* text;
};

class BadAnswers : public Sessions, public testing::WithParamInterface<BadAnswer> {};

TEST_P(BadAnswers, AreViolationsThatEndTheSession) {
  auto session = answering(GetParam().answer);
  const auto reply = run(session);
  ASSERT_TRUE(std::holds_alternative<Violation>(reply)) << GetParam().what;
  EXPECT_NE(std::get<Violation>(reply).text.find(GetParam().text), std::string::npos)
      << std::get<Violation>(reply).text;
  EXPECT_FALSE(session.usable());
  EXPECT_TRUE(std::holds_alternative<Violation>(run(session)));
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadAnswers,
    testing::Values(
        BadAnswer{"garbage", "hello\n", "not a JSON text"},
        BadAnswer{"unknown id", "{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":null}\n", "answer to request 99"},
        BadAnswer{"step of another request",
                  "{\"jsonrpc\":\"2.0\",\"method\":\"step\",\"params\":{\"request\":5,\"step\":\"a\"}}\n",
                  "step of request 5"},
        BadAnswer{"wrong types",
                  "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"steps\":\"x\",\"events\":[]}}\n", "\"steps\""},
        BadAnswer{"error", "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32603,\"message\":\"oh\"}}\n",
                  "error -32603: oh"}));

std::string step(const char* name) {
  return std::string(R"({"jsonrpc":"2.0","method":"step","params":{"request":1,"step":")") + name + R"("}})";
}

TEST_F(Sessions, PlaceACrashAtTheStepThatWasAnnounced) {
  auto session = play({"read", "line", step("watch"), "crash"});
  const auto reply = run(session);
  ASSERT_TRUE(std::holds_alternative<Crash>(reply));
  EXPECT_EQ(std::get<Crash>(reply).step, "watch");
  EXPECT_EQ(std::get<Crash>(reply).how, crash_description);
}

TEST_F(Sessions, SayThatAnAnswerWasCutOff) {
  auto session = play({"read", "print", R"({"jsonrpc")", "exit", "2"});
  const auto reply = run(session);
  ASSERT_TRUE(std::holds_alternative<Crash>(reply));
  EXPECT_EQ(std::get<Crash>(reply).how, "exit status 2, in the middle of a line of 10 bytes");
}

TEST_F(Sessions, GiveUpAtTheDeadlineHoweverOftenAStepIsAnnounced) {
  auto session = play({"read", "repeat", step("again")});
  const auto reply = run(session, 500ms);
  ASSERT_TRUE(std::holds_alternative<Timeout>(reply));
  EXPECT_EQ(std::get<Timeout>(reply).step, "again");
  EXPECT_FALSE(session.usable());
}

TEST_F(Sessions, NoticeAClosedOutput) {
  auto session = play({"read", "close-output", "wait"});
  EXPECT_TRUE(std::holds_alternative<Violation>(run(session)));
}

TEST_F(Sessions, EndProperlyWithShutdown) {
  auto proper = play({"read", "line", R"({"jsonrpc":"2.0","id":1,"result":null})"});
  EXPECT_TRUE(block_on(context_, proper.shutdown(30s)));
  auto stubborn = play({"stubborn", "read", "hang"});
  EXPECT_FALSE(block_on(context_, stubborn.shutdown(1ms)));
}

}  // namespace
}  // namespace loopcheck::subject
